import type { Rule } from "./rule.ts";

/** SP335: a group of `unique_together` that names a field twice. */
export const uniqueGroups: Rule = ({ index }, report) => {
  for (const { manifest, path } of index.apps.flatMap((app) => app.models)) {
    for (const [position, group] of (manifest.unique_together ?? []).entries()) {
      for (const [place, name] of group.entries()) {
        if (!Object.hasOwn(manifest.fields, name) || group.indexOf(name) === place) continue;
        const at = [...path, "unique_together", position, place];
        report("SP335", at, `\`${name}\` stands in this group twice.`, {
          hint: "Remove one of them.",
        });
      }
    }
  }
};
