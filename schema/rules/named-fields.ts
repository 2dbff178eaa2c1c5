import type { ViewManifest } from "../manifest.types.ts";
import type { Rule } from "./rule.ts";

/** Keys of a view that name fields of its model. */
const KEYS = ["columns", "fields"] as const satisfies readonly (keyof ViewManifest)[];

/** SP371: a field that one key names twice. */
export const namedFields: Rule = ({ index }, report) => {
  for (const { manifest, path } of index.apps.flatMap((app) => app.views)) {
    for (const key of KEYS) {
      const names = manifest[key] ?? [];
      for (const [place, name] of names.entries()) {
        if (names.indexOf(name) === place) continue;
        report("SP371", [...path, key, place], `\`${name}\` stands here already.`, {
          hint: "Remove one of the two.",
        });
      }
    }
  }
};
