import { firstArticle } from "../article.ts";
import { EFFECT_KINDS } from "../effect-kinds.ts";
import { FIELD_TYPES } from "../field-types.ts";
import type { LongField } from "../manifest.types.ts";
import type { Report } from "../report.ts";
import { fieldsOfType, type PlacedEffect } from "../resolve/effects.ts";
import { listNames } from "../suggest.ts";
import type { Rule } from "./rule.ts";

/** SP340, SP344, SP345, SP348 and SP349: what an effect makes of the fields and rows it names. */
export const effects: Rule = (resolution, report) => {
  for (const placed of resolution.effects) {
    if (!checkField(placed, report)) continue;
    checkCreate(placed, report);
    checkDelete(placed, report);
    checkUnused(placed, report);
  }
};

/** Whether the one field that the effect changes is of the type that it must be. */
function checkField({ effect, model, place }: PlacedEffect, report: Report): boolean {
  const { field: type } = EFFECT_KINDS[effect.kind];
  const field = "field" in effect ? model.fields.get(effect.field) : undefined;
  if (type === null || !("field" in effect) || field === undefined || field.type === type) {
    return true;
  }
  const names = fieldsOfType(model, type);
  report(
    "SP340",
    [...place.path, effect.kind],
    `\`${effect.field}\` is a field of type ${field.type}, not ${type}.`,
    {
      hint:
        names.length > 0
          ? `Fields of type ${type}: ${listNames(names, "and")}.`
          : `\`${model.name}\` has no field of type ${type}.`,
    },
  );
  return false;
}

function checkCreate({ effect, written, model, place }: PlacedEffect, report: Report): void {
  if (effect.kind !== "create" || !("create" in written)) return;
  const { path, owner } = place;
  const { scopeField } = effect;
  const values = written.values ?? {};
  if (scopeField !== null && Object.hasOwn(values, scopeField)) {
    report(
      "SP348",
      [...path, "values", scopeField],
      `\`${scopeField}\` is set to the view's \`${owner?.name}\` by itself.`,
      { hint: `Remove \`${scopeField}\` from \`values\`.`, at: "key" },
    );
  }
  const missing = [...model.fields]
    .filter(([name, field]) => isRequired(field) && name !== scopeField)
    .map(([name]) => name)
    .filter((name) => !Object.hasOwn(values, name));
  if (missing.length === 0) return;
  report(
    "SP345",
    [...path, "create"],
    `A new \`${model.name}\` needs ${listNames(missing, "and")}.`,
    { hint: "Add them to `values`, as a value or as `$` and a name." },
  );
}

function isRequired(field: LongField): boolean {
  const { implicitDefault } = FIELD_TYPES[field.type];
  return !field.null && (field.default ?? implicitDefault ?? null) === null;
}

function checkDelete({ effect, model, place }: PlacedEffect, report: Report): void {
  const { path, owner } = place;
  if (effect.kind !== "delete" || owner === null || effect.scopeField !== null) return;
  report(
    "SP349",
    [...path, "delete"],
    `${firstArticle(model.name)} \`${model.name}\` is not tied to the \`${owner.name}\` of the view, so that any \`${model.name}\` can be deleted here.`,
    {
      hint: `Give \`${model.name}\` one reference to \`${owner.name}\`, or accept it under \`allow\`.`,
    },
  );
}

function checkUnused({ effect, place }: PlacedEffect, report: Report): void {
  const used = new Set<string>("key" in effect ? [effect.key] : []);
  for (const value of Object.values("values" in effect ? effect.values : {})) {
    if ("param" in value) used.add(value.param);
  }
  const path = [...place.path.slice(0, -1), "params"];
  for (const { name } of place.params) {
    if (used.has(name)) continue;
    report("SP344", [...path, name], `The effect does not use the input \`${name}\`.`, {
      hint: `Remove it, or use it as \`$${name}\`.`,
      at: "key",
    });
  }
}
