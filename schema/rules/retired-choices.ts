import { choicesOf } from "../resolve/values.ts";
import type { Rule } from "./rule.ts";

/** SP352: choices that a field had until now. */
export const retiredChoices: Rule = ({ index, choicesBefore }, report) => {
  for (const { ref, path, fields } of index.apps.flatMap((app) => app.models)) {
    for (const [name, field] of fields) {
      const choices = choicesOf(field);
      const before = choicesBefore.get(`${ref.label}.${ref.model}.${name}`) ?? [];
      const retired = before.filter((choice) => !choices.includes(choice));
      if (retired.length === 0) continue;
      const texts = retired.map((choice) => JSON.stringify(choice)).join(" or ");
      report(
        "SP352",
        [...path, "fields", name, "choices"],
        `Rows of "${ref.label}.${ref.model}" may hold ${texts} still.`,
        {
          hint: "A form shows it there as retired, and keeps it until another is chosen.",
          at: "key",
        },
      );
    }
  }
};
