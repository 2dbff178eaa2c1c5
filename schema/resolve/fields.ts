import { DECIMAL_DEFAULTS, FIELD_TYPES, takes, type FieldOption } from "../field-types.ts";
import type { ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type { LongField } from "../manifest.types.ts";
import type { Field } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { listNames } from "../suggest.ts";
import { findModel } from "./lookup.ts";
import { misfit } from "./values.ts";

/** A field with every option settled; reports SP301 and SP330–SP336. */
export function resolveField(
  index: ManifestIndex,
  model: ModelEntry,
  name: string,
  field: LongField,
  report: Report,
): Field {
  const path = [...model.path, "fields", name];
  checkOptions(field, path, report);
  checkChoices(field, path, report);

  const to = takes(field.type, "to") ? field.to : undefined;
  const target = to && findModel(index, model.app, to, [...path, "to"], report);
  const isDecimal = takes(field.type, "max_digits");
  const resolved: Field = {
    name,
    type: field.type,
    null: field.null ?? false,
    default: field.default ?? undefined,
    unique: field.unique ?? false,
    index: field.index ?? false,
    maxLength: textLength(field),
    maxDigits: isDecimal ? (field.max_digits ?? DECIMAL_DEFAULTS.maxDigits) : null,
    decimalPlaces: isDecimal ? (field.decimal_places ?? decimalPlaces(field)) : null,
    choices: takes(field.type, "choices") ? (field.choices ?? []) : [],
    to: target ? target.ref : null,
    onDelete: takes(field.type, "on_delete") ? (field.on_delete ?? "cascade") : null,
    relatedName: field.related_name ?? null,
    verboseName: field.verbose_name ?? null,
    helpText: field.help_text ?? null,
    renamedFrom: field.renamed_from ?? null,
  };
  checkBounds(resolved, path, report);
  checkDefault(field, resolved, path, report);
  return resolved;
}

/** Longest text of a field or input: as written, else its type's, else its longest choice. */
export function textLength(
  field: Pick<LongField, "type" | "max_length" | "choices">,
): number | null {
  if (takes(field.type, "choices")) return field.max_length ?? longest(field.choices ?? []);
  const { maxLength } = FIELD_TYPES[field.type];
  return maxLength === null ? null : (field.max_length ?? maxLength);
}

function longest(choices: readonly string[]): number {
  return Math.max(1, ...choices.map((choice) => [...choice].length));
}

function decimalPlaces(field: LongField): number {
  return Math.min(DECIMAL_DEFAULTS.decimalPlaces, field.max_digits ?? DECIMAL_DEFAULTS.maxDigits);
}

const TYPED_OPTIONS: readonly FieldOption[] = [
  "max_length",
  "max_digits",
  "decimal_places",
  "choices",
  "to",
  "on_delete",
  "related_name",
];

function checkOptions(field: LongField, path: ManifestPath, report: Report): void {
  const rules = FIELD_TYPES[field.type];
  const tooMany: (FieldOption | "unique" | "index")[] = TYPED_OPTIONS.filter(
    (option) => option in field && !rules.options.includes(option),
  );
  if (!rules.indexable && field.unique) tooMany.push("unique");
  if (!rules.indexable && field.index) tooMany.push("index");
  for (const option of tooMany) {
    const types = Object.entries(FIELD_TYPES).filter(([, type]) =>
      option === "unique" || option === "index" ? type.indexable : type.options.includes(option),
    );
    report("SP330", [...path, option], `A field of type ${field.type} has no \`${option}\`.`, {
      hint: `It belongs to ${listNames(
        types.map(([type]) => type),
        "and",
      )}.`,
      at: "key",
    });
  }
  for (const option of rules.required.filter((required) => !(required in field))) {
    report("SP331", path, `A field of type ${field.type} needs \`${option}\`.`, {
      hint: option === "to" ? "Write `to: label.Model`." : "Write `choices: [first, second]`.",
      at: "key",
    });
  }
}

/** Reports SP333 for each choice that stands twice. */
export function checkChoices(
  field: { choices?: readonly string[] },
  path: ManifestPath,
  report: Report,
): void {
  const seen = new Set<string>();
  for (const [position, choice] of (field.choices ?? []).entries()) {
    if (seen.has(choice)) {
      const at = [...path, "choices", position];
      report("SP333", at, `The choice ${JSON.stringify(choice)} stands here twice.`, {
        hint: "Remove one of them.",
      });
    }
    seen.add(choice);
  }
}

/** Reports SP336 for a text field or input that no valid text fits into. */
export function checkLength(
  field: { type: Field["type"]; maxLength: number | null },
  path: ManifestPath,
  report: Report,
): void {
  const { shortest } = FIELD_TYPES[field.type];
  if (field.maxLength === null || field.maxLength >= shortest) return;
  report(
    "SP336",
    [...path, "max_length"],
    `No valid ${field.type} is so short: the shortest has ${shortest} characters.`,
    { hint: "Raise `max_length`, or remove it." },
  );
}

function checkBounds(field: Field, path: ManifestPath, report: Report): void {
  checkLength(field, path, report);
  if (field.decimalPlaces !== null && field.decimalPlaces > (field.maxDigits ?? 0)) {
    report(
      "SP336",
      [...path, "decimal_places"],
      `A number of ${field.maxDigits} digits cannot have ${field.decimalPlaces} of them after the point.`,
      {
        hint: "Raise `max_digits` or lower `decimal_places`.",
      },
    );
  }
  if (takes(field.type, "choices") && longest(field.choices) > (field.maxLength ?? 0)) {
    report(
      "SP336",
      [...path, "max_length"],
      `The longest choice has ${longest(field.choices)} characters.`,
      {
        hint: "Raise `max_length`, or remove it.",
      },
    );
  }
  if (field.onDelete === "set_null" && !field.null) {
    report(
      "SP334",
      [...path, "on_delete"],
      `\`${field.name}\` cannot be emptied when its row goes.`,
      {
        hint: "Add `null: true`.",
      },
    );
  }
}

function checkDefault(written: LongField, field: Field, path: ManifestPath, report: Report): void {
  if (!("default" in written)) return;
  const at = [...path, "default"];
  if (written.default === null) {
    if (!field.null) {
      report("SP332", at, `\`${field.name}\` cannot be empty, so null is no default for it.`, {
        hint: "Remove the default, or add `null: true`.",
      });
    }
    return;
  }
  const why = misfit(written.default, field);
  if (why !== null) {
    report("SP332", at, `The default ${shown(written.default)} ${why}.`, {
      hint: takes(field.type, "choices")
        ? `Choices: ${listNames(field.choices, "and")}.`
        : `\`${field.name}\` is of type ${field.type}.`,
    });
  }
}

/** A written value in a sentence, shortened. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
