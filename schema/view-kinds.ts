import type { StandardAction, ViewKind } from "./project.ts";

/** What the language says about one kind of view. */
export interface ViewKindRules {
  /** The standard permission that guards it by default; null: it names its own. */
  action: StandardAction | null;
  /** What its default path adds to the app's. */
  path: (name: string) => string;
  /** A permission that it names is that one, or none of the standard four (SP204). */
  strictAction: boolean;
  /** It is about one model of its app. */
  needsModel: boolean;
  /** It finds one row of its model by the path. */
  row: "always" | "when in the path" | "never";
  /** What its page shows that links may point from. */
  shows: "rows" | "row" | "object" | "nothing";
  /** It has a page, on which links stand. */
  page: boolean;
  /** Its page opens from the menu, where its path has no parameters. */
  menu: boolean;
  /** It is a form for fields of its model. */
  edits: boolean;
  /** It is posted to, and writes: `rate_limit`, `audit` and `confirm_password` protect that. */
  writes: boolean;
  /** It does one thing, by its own `effect` and `params`. */
  effect: boolean;
  /** It has `handlers`, each with its effect, params and protections. */
  handlers: boolean;
  /** Its path may have parameters that are no keys of rows: its body is the developer's. */
  freeParameters: boolean;
}

const row = "<int:pk>/";

export const VIEW_KINDS: Readonly<Record<ViewKind, ViewKindRules>> = {
  list: {
    action: "view",
    strictAction: true,
    path: () => "",
    needsModel: true,
    row: "never",
    shows: "rows",
    page: true,
    menu: true,
    edits: false,
    writes: false,
    effect: false,
    handlers: false,
    freeParameters: false,
  },
  detail: {
    action: "view",
    strictAction: true,
    path: () => row,
    needsModel: true,
    row: "always",
    shows: "row",
    page: true,
    menu: false,
    edits: false,
    writes: false,
    effect: false,
    handlers: false,
    freeParameters: false,
  },
  create: {
    action: "add",
    strictAction: true,
    path: () => "create/",
    needsModel: true,
    row: "never",
    shows: "nothing",
    page: true,
    menu: false,
    edits: true,
    writes: true,
    effect: false,
    handlers: false,
    freeParameters: false,
  },
  update: {
    action: "change",
    strictAction: true,
    path: () => `${row}update/`,
    needsModel: true,
    row: "always",
    shows: "row",
    page: true,
    menu: false,
    edits: true,
    writes: true,
    effect: false,
    handlers: false,
    freeParameters: false,
  },
  delete: {
    action: "delete",
    strictAction: true,
    path: () => `${row}delete/`,
    needsModel: true,
    row: "always",
    shows: "row",
    page: true,
    menu: false,
    edits: false,
    writes: true,
    effect: false,
    handlers: false,
    freeParameters: false,
  },
  action: {
    action: null,
    strictAction: false,
    path: (name) => `${row}${name}/`,
    needsModel: true,
    row: "when in the path",
    shows: "nothing",
    page: false,
    menu: false,
    edits: false,
    writes: true,
    effect: true,
    handlers: false,
    freeParameters: false,
  },
  page: {
    action: "view",
    strictAction: false,
    path: (name) => `${name}/`,
    needsModel: false,
    row: "never",
    shows: "object",
    page: true,
    menu: true,
    edits: false,
    writes: false,
    effect: false,
    handlers: false,
    freeParameters: true,
  },
  live: {
    action: "view",
    strictAction: false,
    path: (name) => `${name}/`,
    needsModel: false,
    row: "never",
    shows: "object",
    page: true,
    menu: true,
    edits: false,
    writes: false,
    effect: false,
    handlers: true,
    freeParameters: true,
  },
};
