import { FIELD_TYPES, ID_TYPE } from "../field-types.ts";
import type { ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type { AppEntry } from "../manifest-index.ts";
import type { CreateEffect, DeleteEffect, EffectManifest, LongField } from "../manifest.types.ts";
import type { Effect, Param } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { didYouMean, listNames } from "../suggest.ts";
import { EffectValues } from "./effect-values.ts";
import { findModel } from "./lookup.ts";
import { referencesTo } from "./views.ts";

/** What an effect works on. */
export interface EffectPlace {
  index: ManifestIndex;
  app: AppEntry;
  /** Path of the `effect:` value. */
  path: ManifestPath;
  params: Param[];
  /** Model of the row that set, toggle and advance change; null when there is none. */
  row: ModelEntry | null;
  /** How to get such a row, for the hint of SP346. */
  rowHint: string;
  /** Model of the row that deletes and creates are tied to; null when there is none. */
  object: ModelEntry | null;
}

/** The effect resolved, or null after reporting what is wrong with it (SP34x). */
export function resolveEffect(
  effect: EffectManifest,
  place: EffectPlace,
  report: Report,
): Effect | null {
  const values = new EffectValues(place.params, report);
  const resolved = byKind(effect, place, values, report);
  if (resolved !== null) reportUnused(place, values.used, report);
  return resolved;
}

function byKind(
  effect: EffectManifest,
  place: EffectPlace,
  values: EffectValues,
  report: Report,
): Effect | null {
  if ("delete" in effect) return resolveDelete(effect, place, values, report);
  if ("create" in effect) return resolveCreate(effect, place, values, report);

  const { path, row } = place;
  if (row === null) {
    report("SP346", path, "There is no row here that the effect could change.", {
      hint: place.rowHint,
      at: "key",
    });
    return null;
  }
  if ("set" in effect) {
    return { kind: "set", values: values.resolve(row, effect.set, [...path, "set"]) };
  }
  if ("toggle" in effect) {
    const at = [...path, "toggle"];
    const found = fieldOfType(row, effect.toggle, "boolean", at, report);
    return found && { kind: "toggle", field: effect.toggle };
  }
  if ("advance" in effect) {
    const at = [...path, "advance"];
    const found = fieldOfType(row, effect.advance, "choice", at, report);
    return found && { kind: "advance", field: effect.advance };
  }
  return effect satisfies never;
}

function fieldOfType(
  model: ModelEntry,
  name: string,
  type: LongField["type"],
  path: ManifestPath,
  report: Report,
): LongField | null {
  const field = model.fields.get(name);
  const fitting = [...model.fields].filter(([, other]) => other.type === type);
  const names = fitting.map(([key]) => key);
  if (!field) {
    report("SP303", path, `\`${model.name}\` has no field \`${name}\`.`, {
      hint: didYouMean(name, names) ?? didYouMean(name, model.fields.keys()),
    });
    return null;
  }
  if (field.type !== type) {
    report("SP340", path, `\`${name}\` is a field of type ${field.type}, not ${type}.`, {
      hint:
        names.length > 0
          ? `Fields of type ${type}: ${listNames(names, "and")}.`
          : `\`${model.name}\` has no field of type ${type}.`,
    });
    return null;
  }
  return field;
}

/** The one field by which rows of `model` belong to the object; null for none or several. */
function tieTo(object: ModelEntry | null, model: ModelEntry): string | null {
  const references = object === null ? [] : referencesTo(model, object);
  return references.length === 1 ? (references[0] ?? null) : null;
}

function resolveDelete(
  effect: DeleteEffect,
  place: EffectPlace,
  values: EffectValues,
  report: Report,
): Effect | null {
  const { path, params, object } = place;
  const key = params.find((param) => param.name === effect.key);
  if (key?.type !== ID_TYPE) {
    const integers = params.filter((param) => param.type === ID_TYPE).map((param) => param.name);
    report(
      "SP347",
      [...path, "key"],
      key === undefined
        ? `There is no input \`${effect.key}\`.`
        : `The input \`${effect.key}\` is of type ${key.type}, not ${ID_TYPE}.`,
      {
        hint:
          integers.length > 0
            ? `Inputs of type ${ID_TYPE}: ${listNames(integers, "and")}.`
            : `Add \`params: { ${effect.key}: ${ID_TYPE} }\`.`,
      },
    );
  }
  values.used.add(effect.key);
  const model = findModel(place.index, place.app, effect.delete, [...path, "delete"], report);
  if (model === null || key?.type !== ID_TYPE) return null;
  const scopeField = tieTo(object, model);
  if (object !== null && scopeField === null) {
    report(
      "SP349",
      [...path, "delete"],
      `A \`${model.name}\` is not tied to the \`${object.name}\` of the view, so that any \`${model.name}\` can be deleted here.`,
      {
        hint: `Give \`${model.name}\` one reference to \`${object.name}\`, or accept it under \`allow\`.`,
      },
    );
  }
  return { kind: "delete", model: model.ref, key: effect.key, scopeField };
}

function resolveCreate(
  effect: CreateEffect,
  place: EffectPlace,
  values: EffectValues,
  report: Report,
): Effect | null {
  const { path, object } = place;
  const model = findModel(place.index, place.app, effect.create, [...path, "create"], report);
  if (model === null) return null;
  const scopeField = tieTo(object, model);
  const written = effect.values ?? {};
  if (scopeField !== null && Object.hasOwn(written, scopeField)) {
    report(
      "SP348",
      [...path, "values", scopeField],
      `\`${scopeField}\` is set to the view's \`${object?.name}\` by itself.`,
      {
        hint: `Remove \`${scopeField}\` from \`values\`.`,
        at: "key",
      },
    );
  }
  const resolved = values.resolve(model, written, [...path, "values"]);
  const missing = [...model.fields]
    .filter(([name, field]) => isRequired(field) && name !== scopeField)
    .map(([name]) => name)
    .filter((name) => !Object.hasOwn(written, name));
  if (missing.length > 0) {
    report(
      "SP345",
      [...path, "create"],
      `A new \`${model.name}\` needs ${listNames(missing, "and")}.`,
      {
        hint: "Add them to `values`, as a value or as `$` and an input's name.",
      },
    );
  }
  return { kind: "create", model: model.ref, values: resolved, scopeField };
}

function isRequired(field: LongField): boolean {
  const { implicitDefault } = FIELD_TYPES[field.type];
  return !field.null && (field.default ?? implicitDefault ?? null) === null;
}

function reportUnused(place: EffectPlace, used: ReadonlySet<string>, report: Report): void {
  const paramsPath = [...place.path.slice(0, -1), "params"];
  for (const { name } of place.params) {
    if (used.has(name)) continue;
    report("SP344", [...paramsPath, name], `The effect does not use the input \`${name}\`.`, {
      hint: `Remove it, or use it as \`$${name}\`.`,
      at: "key",
    });
  }
}
