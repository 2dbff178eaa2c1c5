import { EFFECT_KINDS } from "../effect-kinds.ts";
import { ID_TYPE } from "../field-types.ts";
import type { AppEntry, ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type { CreateEffect, DeleteEffect, EffectManifest } from "../manifest.types.ts";
import type { Effect, Param } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { listNames } from "../suggest.ts";
import { resolveEffectValues } from "./effect-values.ts";
import { findField, findModel } from "./lookup.ts";
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

/** An effect as written and as resolved, with the place where it works. */
export interface PlacedEffect {
  written: EffectManifest;
  effect: Effect;
  /** Model of the row that it changes, makes or deletes. */
  model: ModelEntry;
  place: EffectPlace;
}

/**
 * The effect resolved, or null after reporting why it cannot be: it names what does not exist
 * (SP301, SP303, SP342), there is no row (SP346), or no input brings a row's id (SP347).
 */
export function resolveEffect(
  written: EffectManifest,
  place: EffectPlace,
  report: Report,
): PlacedEffect | null {
  const found = resolveKind(written, place, report);
  return found && { written, place, ...found };
}

type Found = Pick<PlacedEffect, "effect" | "model">;

function resolveKind(written: EffectManifest, place: EffectPlace, report: Report): Found | null {
  const { params, path, row } = place;
  if ("delete" in written) return resolveDelete(written, place, report);
  if ("create" in written) return resolveCreate(written, place, report);
  if (row === null) {
    report("SP346", path, "There is no row here that the effect could change.", {
      hint: place.rowHint,
      at: "key",
    });
    return null;
  }
  if ("set" in written) {
    const zone = place.index.manifest.project.time_zone;
    const values = resolveEffectValues(row, written.set, params, [...path, "set"], zone, report);
    return { effect: { kind: "set", values }, model: row };
  }
  if ("toggle" in written) return resolveField("toggle", written.toggle, row, path, report);
  if ("advance" in written) return resolveField("advance", written.advance, row, path, report);
  return written satisfies never;
}

function resolveField(
  kind: "toggle" | "advance",
  field: string,
  model: ModelEntry,
  path: ManifestPath,
  report: Report,
): Found | null {
  const likely = fieldsOfType(model, EFFECT_KINDS[kind].field);
  const found = findField(model, field, [...path, kind], report, { likely });
  return found && { effect: { kind, field }, model };
}

/** Names of the model's fields of that type. */
export function fieldsOfType(model: ModelEntry, type: string): string[] {
  return [...model.fields].filter(([, field]) => field.type === type).map(([name]) => name);
}

/** The one field by which rows of `model` belong to the object; null for none or several. */
function tieTo(object: ModelEntry | null, model: ModelEntry): string | null {
  const references = object === null ? [] : referencesTo(model, object);
  return references.length === 1 ? (references[0] ?? null) : null;
}

function resolveCreate(written: CreateEffect, place: EffectPlace, report: Report): Found | null {
  const { index, app, path, params, object } = place;
  const model = findModel(index, app, written.create, [...path, "create"], report);
  if (model === null) return null;
  const at = [...path, "values"];
  const zone = index.manifest.project.time_zone;
  const values = resolveEffectValues(model, written.values ?? {}, params, at, zone, report);
  const scopeField = tieTo(object, model);
  return { effect: { kind: "create", model: model.ref, values, scopeField }, model };
}

function resolveDelete(written: DeleteEffect, place: EffectPlace, report: Report): Found | null {
  const { path, params, object } = place;
  const key = params.find((param) => param.name === written.key);
  if (key?.type !== ID_TYPE) {
    const ids = params.filter((param) => param.type === ID_TYPE).map((param) => param.name);
    report(
      "SP347",
      [...path, "key"],
      key === undefined
        ? `There is no input \`${written.key}\`.`
        : `The input \`${written.key}\` is of type ${key.type}, not ${ID_TYPE}.`,
      {
        hint:
          ids.length > 0
            ? `Inputs of type ${ID_TYPE}: ${listNames(ids, "and")}.`
            : `Add \`params: { ${written.key}: ${ID_TYPE} }\`.`,
      },
    );
  }
  const model = findModel(place.index, place.app, written.delete, [...path, "delete"], report);
  if (model === null || key?.type !== ID_TYPE) return null;
  const scopeField = tieTo(object, model);
  return { effect: { kind: "delete", model: model.ref, key: written.key, scopeField }, model };
}
