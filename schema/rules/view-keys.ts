import type { ViewManifest } from "../manifest.types.ts";
import type { ViewKind } from "../project.ts";
import { listNames } from "../suggest.ts";
import { VIEW_KINDS, type ViewKindRules } from "../view-kinds.ts";
import type { Rule } from "./rule.ts";

type ViewKey = keyof ViewManifest;

const PROTECTIONS: readonly ViewKey[] = ["rate_limit", "audit", "confirm_password"];

/** Keys that only some kinds of view have, and which. */
const KEYS: readonly {
  have: (kind: ViewKindRules) => boolean;
  keys: readonly ViewKey[];
}[] = [
  { have: ({ handlers }) => handlers, keys: ["handlers"] },
  { have: ({ effect }) => effect, keys: ["params", "effect"] },
  { have: ({ writes }) => writes, keys: PROTECTIONS },
  { have: ({ page }) => page, keys: ["links"] },
  { have: ({ shows }) => shows === "rows", keys: ["columns", "search", "filter", "sort"] },
  { have: ({ edits }) => edits, keys: ["fields"] },
];

/** SP304: a key that the view's kind has not. */
export const viewKeys: Rule = ({ index }, report) => {
  const kinds = Object.keys(VIEW_KINDS) as ViewKind[];
  for (const view of index.apps.flatMap((app) => app.views)) {
    const { kind } = view.manifest;
    for (const { have, keys } of KEYS) {
      if (have(VIEW_KINDS[kind])) continue;
      const having = kinds.filter((other) => have(VIEW_KINDS[other]));
      for (const key of keys.filter((candidate) => candidate in view.manifest)) {
        report("SP304", [...view.path, key], `A view of kind ${kind} has no \`${key}\`.`, {
          hint:
            VIEW_KINDS[kind].handlers && PROTECTIONS.includes(key)
              ? "Write it in each handler."
              : `It belongs to views of kind ${listNames(having, "and")}.`,
          at: "key",
        });
      }
    }
  }
};

/** SP207: a view that everyone may open, with something that needs a user. */
export const publicViews: Rule = ({ index }, report) => {
  for (const view of index.apps.flatMap((app) => app.views)) {
    const { manifest, id } = view;
    if (!manifest.public) continue;
    if (manifest.permission !== undefined) {
      const path = [...view.path, "permission"];
      report("SP207", path, `\`${id}\` is public and names a permission.`, {
        hint: "Remove `public: true` or `permission:`.",
        at: "key",
      });
    }
    const needsUser = (["member", "handlers", "confirm_password"] as const).filter((key) =>
      key === "handlers" ? Object.keys(manifest.handlers ?? {}).length > 0 : manifest[key],
    );
    for (const key of needsUser) {
      report("SP207", [...view.path, key], `\`${id}\` is public, but \`${key}\` needs a user.`, {
        hint: `Remove \`public: true\` or \`${key}:\`.`,
        at: "key",
      });
    }
  }
};
