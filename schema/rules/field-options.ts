import { FIELD_TYPES, takes, type FieldOption } from "../field-types.ts";
import type { LongField, LongParam } from "../manifest.types.ts";
import type { FieldType } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { inputsOf } from "../resolve/params.ts";
import type { Resolution } from "../resolve/resolve.ts";
import { listNames } from "../suggest.ts";
import type { Rule } from "./rule.ts";

/** SP330 and SP331: options of fields and inputs that their types have not, or need. */
export const fieldOptions: Rule = ({ index, effects }, report) => {
  for (const model of index.apps.flatMap((app) => app.models)) {
    for (const [name, field] of model.fields) {
      const path = [...model.path, "fields", name];
      checkOptions("A field", field, path, report);
      checkRequired("A field", field, path, report, (option) =>
        option === "to" ? "to: label.Model" : "choices: [first, second]",
      );
    }
  }
  const written = writtenInputs(effects);
  for (const { param, path } of inputsOf(index.apps.flatMap((app) => app.views))) {
    checkOptions("An input", param, path, report);
    // What an effect writes to a field has the field's choices, and refers to the same model.
    if (written.has(JSON.stringify(path))) continue;
    checkRequired(
      "An input",
      param,
      path,
      report,
      (option) =>
        `{ type: ${param.type}, ${option === "to" ? "to: label.Model" : "choices: [first, second]"} }`,
    );
  }
};

/** The places of inputs that effects write to fields, or that name the row which they delete. */
function writtenInputs(effects: Resolution["effects"]): ReadonlySet<string> {
  const places = effects.flatMap(({ effect, place }) => {
    const at = [...place.path.slice(0, -1), "params"];
    if ("key" in effect) return [JSON.stringify([...at, effect.key])];
    if (!("values" in effect)) return [];
    return Object.values(effect.values).flatMap((value) =>
      "param" in value ? [JSON.stringify([...at, value.param])] : [],
    );
  });
  return new Set(places);
}

const TYPES = Object.keys(FIELD_TYPES) as FieldType[];

const OPTIONS: readonly FieldOption[] = [
  "max_length",
  "max_digits",
  "decimal_places",
  "choices",
  "to",
  "on_delete",
  "offer",
  "related_name",
];

function checkOptions(
  what: string,
  field: LongField | LongParam,
  path: ManifestPath,
  report: Report,
): void {
  const refuse = (option: string, having: readonly FieldType[]) => {
    report("SP330", [...path, option], `${what} of type ${field.type} has no \`${option}\`.`, {
      hint: `It belongs to ${listNames(having, "and")}.`,
      at: "key",
    });
  };
  for (const option of OPTIONS) {
    const having = TYPES.filter((type) => takes(type, option));
    if (option in field && !having.includes(field.type)) refuse(option, having);
  }
  const indexable = TYPES.filter((type) => FIELD_TYPES[type].indexable);
  for (const option of ["unique", "index"] as const) {
    const isAsked = (field as LongField)[option] === true;
    if (isAsked && !indexable.includes(field.type)) refuse(option, indexable);
  }
}

function checkRequired(
  what: string,
  field: LongField | LongParam,
  path: ManifestPath,
  report: Report,
  example: (option: FieldOption) => string,
): void {
  for (const option of FIELD_TYPES[field.type].required) {
    if (option in field) continue;
    report("SP331", path, `${what} of type ${field.type} needs \`${option}\`.`, {
      hint: `Write \`${example(option)}\`.`,
      at: "key",
    });
  }
}
