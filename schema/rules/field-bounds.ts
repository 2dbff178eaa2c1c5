import { FIELD_TYPES, takes } from "../field-types.ts";
import type { LongField, LongParam } from "../manifest.types.ts";
import type { ManifestPath, Report } from "../report.ts";
import { inputsOf } from "../resolve/params.ts";
import { boundsOf, longestOf, misfit, shown, type Bounds } from "../resolve/values.ts";
import { listNames } from "../suggest.ts";
import type { Rule } from "./rule.ts";

/** SP332, SP333, SP334 and SP336: bounds, choices and defaults that cannot be kept. */
export const fieldBounds: Rule = ({ index }, report) => {
  for (const model of index.apps.flatMap((app) => app.models)) {
    for (const [name, field] of model.fields) {
      const path = [...model.path, "fields", name];
      const bounds = boundsOf(field);
      checkChoices(field, path, report);
      checkLength(bounds, path, report);
      checkBounds(bounds, path, report);
      checkEmptying(name, field, path, report);
      checkDefault(name, field, bounds, [...path, "default"], report);
    }
  }
  for (const { param, path } of inputsOf(index.apps.flatMap((app) => app.views))) {
    checkChoices(param, path, report);
    checkLength(boundsOf(param), path, report);
  }
};

function checkChoices(field: LongField | LongParam, path: ManifestPath, report: Report): void {
  const { choices = [] } = field;
  const entries = Array.isArray(choices) ? [...choices.entries()] : Object.entries(choices);
  const what = Array.isArray(choices) ? "choice" : "label";
  const seen = new Set<string>();
  for (const [step, text] of entries) {
    if (seen.has(text)) {
      const at = [...path, "choices", step];
      report("SP333", at, `The ${what} ${JSON.stringify(text)} stands here twice.`, {
        hint: what === "choice" ? "Remove one of them." : "Say how the two differ.",
      });
    }
    seen.add(text);
  }
}

/** A text field or input that no valid text fits into. */
function checkLength({ type, maxLength }: Bounds, path: ManifestPath, report: Report): void {
  const { shortest } = FIELD_TYPES[type];
  if (maxLength === null || maxLength >= shortest) return;
  report(
    "SP336",
    [...path, "max_length"],
    `No valid ${type} is so short: the shortest has ${shortest} characters.`,
    { hint: "Raise `max_length`, or remove it." },
  );
}

function checkBounds(
  { type, maxLength, maxDigits, decimalPlaces, choices }: Bounds,
  path: ManifestPath,
  report: Report,
): void {
  if (decimalPlaces !== null && decimalPlaces > (maxDigits ?? 0)) {
    report(
      "SP336",
      [...path, "decimal_places"],
      `A number of ${maxDigits} digits cannot have ${decimalPlaces} of them after the point.`,
      { hint: "Raise `max_digits` or lower `decimal_places`." },
    );
  }
  const longest = longestOf(choices);
  if (takes(type, "choices") && longest > (maxLength ?? 0)) {
    report("SP336", [...path, "max_length"], `The longest choice has ${longest} characters.`, {
      hint: "Raise `max_length`, or remove it.",
    });
  }
}

function checkEmptying(name: string, field: LongField, path: ManifestPath, report: Report): void {
  if (!takes(field.type, "on_delete") || field.on_delete !== "set_null" || field.null) return;
  report("SP334", [...path, "on_delete"], `\`${name}\` cannot be emptied when its row goes.`, {
    hint: "Add `null: true`.",
  });
}

function checkDefault(
  name: string,
  field: LongField,
  bounds: Bounds,
  at: ManifestPath,
  report: Report,
): void {
  if (!("default" in field)) return;
  if (field.default === null) {
    if (field.null) return;
    report("SP332", at, `\`${name}\` cannot be empty, so null is no default for it.`, {
      hint: "Remove the default, or add `null: true`.",
    });
    return;
  }
  const why = misfit(field.default, bounds);
  if (why === null) return;
  report("SP332", at, `The default ${shown(field.default)} ${why}.`, {
    hint: takes(field.type, "choices")
      ? `Choices: ${listNames(bounds.choices, "and")}.`
      : `\`${name}\` is of type ${field.type}.`,
  });
}
