import { FIELD_TYPES } from "../field-types.ts";
import { listNames } from "../suggest.ts";
import type { Rule } from "./rule.ts";

/** SP353: a `display` of a type that cannot name a row. */
export const displayFields: Rule = ({ index }, report) => {
  for (const { name, manifest, path, fields } of index.apps.flatMap((app) => app.models)) {
    const { display } = manifest;
    const type = display === undefined ? undefined : fields.get(display)?.type;
    if (type === undefined || FIELD_TYPES[type].names) continue;
    const others = [...fields].filter(([, other]) => FIELD_TYPES[other.type].names);
    const names = listNames(others.map(([other]) => other));
    report(
      "SP353",
      [...path, "display"],
      `\`${display}\` is of type ${type}, which names no row.`,
      {
        hint:
          names === ""
            ? `Remove it: rows of \`${name}\` are told apart by their number.`
            : `Name ${names}.`,
      },
    );
  }
};
