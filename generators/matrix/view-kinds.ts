import type { ViewManifest } from "../../schema/manifest.types.ts";
import type { Endpoint } from "./matrix.ts";

/** What the evaluator knows of one kind of view, from the language's description alone. */
export interface KindFacts {
  /** What a path adds to its app's when none is written; `NAME` stands for the view's. */
  path: string;
  /** How it is reached. */
  methods: Exclude<Endpoint["method"], "EVENT">[];
  /** The standard permission that guards it unsaid; null: it names one. */
  action: "add" | "change" | "delete" | "view" | null;
  /** Its path may name a row of its model. */
  hasRow: boolean;
  /** Rows of its model are limited to those of its object; with a row key alone, or always. */
  limited: "with a row" | "always" | "never";
  /** What its page shows, from which links are filled. */
  shows: "model" | "object";
  /** What a POST does to the data: its own effect, or the kind's. */
  writes: "effect" | "create" | "change" | "delete" | null;
  /** How a page leads to it. */
  control: "link" | "button";
}

const row = "<int:pk>/";
const page = {
  methods: ["GET"],
  hasRow: false,
  limited: "always",
  shows: "model",
  writes: null,
  control: "link",
} satisfies Partial<KindFacts>;
const form = { ...page, methods: ["GET", "POST"] } satisfies Partial<KindFacts>;
const free = { ...page, action: "view", path: "NAME/", limited: "never", shows: "object" } as const;

export const KINDS: Readonly<Record<ViewManifest["kind"], KindFacts>> = {
  list: { ...page, action: "view", path: "" },
  detail: { ...page, action: "view", path: row, hasRow: true },
  create: { ...form, action: "add", path: "create/", writes: "create" },
  update: { ...form, action: "change", path: `${row}update/`, hasRow: true, writes: "change" },
  delete: { ...form, action: "delete", path: `${row}delete/`, hasRow: true, writes: "delete" },
  action: {
    action: null,
    path: `${row}NAME/`,
    methods: ["POST"],
    hasRow: true,
    limited: "with a row",
    shows: "model",
    writes: "effect",
    control: "button",
  },
  page: free,
  live: { ...free, methods: ["GET", "CONNECT"] },
};
