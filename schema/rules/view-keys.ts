import type { ViewManifest } from "../manifest.types.ts";
import type { ViewKind } from "../project.ts";
import { listNames } from "../suggest.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import type { Rule } from "./rule.ts";

/** Keys that only some kinds of view have. */
const KEYS: readonly { keys: (keyof ViewManifest)[]; has: (kind: ViewKind) => boolean }[] = [
  { keys: ["handlers"], has: (kind) => kind === "live" },
  {
    keys: ["params", "effect", "rate_limit", "audit", "confirm_password"],
    has: (kind) => kind === "action",
  },
  { keys: ["links"], has: (kind) => VIEW_KINDS[kind].page },
];

/** SP304: a key that the view's kind has not. */
export const viewKeys: Rule = ({ index }, report) => {
  for (const view of index.apps.flatMap((app) => app.views)) {
    const { kind } = view.manifest;
    for (const { keys, has } of KEYS) {
      if (has(kind)) continue;
      for (const key of keys.filter((candidate) => candidate in view.manifest)) {
        const kinds = (Object.keys(VIEW_KINDS) as ViewKind[]).filter(has);
        report("SP304", [...view.path, key], `A view of kind ${kind} has no \`${key}\`.`, {
          hint:
            kind === "live" && key !== "params" && key !== "effect"
              ? "Write it in each handler."
              : `It belongs to views of kind ${listNames(kinds, "and")}.`,
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
