import { takes } from "../field-types.ts";
import type { Rule } from "./rule.ts";

/** SP351: references that say nothing of `on_delete`, and meant `cascade` when that was the default. */
export const changedDefaults: Rule = ({ index, cascadedBefore }, report) => {
  for (const { ref, path, fields } of index.apps.flatMap((app) => app.models)) {
    for (const [name, { type, on_delete }] of fields) {
      if (!takes(type, "on_delete") || on_delete !== undefined) continue;
      if (!cascadedBefore.has(`${ref.label}.${ref.model}.${name}`)) continue;
      report(
        "SP351",
        [...path, "fields", name],
        `A row that \`${name}\` names stays from now on: until now \`${ref.model}\` went with it.`,
        {
          hint: "To keep it so: `on_delete: cascade`. To accept it: `on_delete: protect`, or nothing.",
          at: "key",
        },
      );
    }
  }
};
