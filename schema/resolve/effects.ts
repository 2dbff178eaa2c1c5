import { EFFECT_KINDS } from "../effect-kinds.ts";
import { ID_TYPE } from "../field-types.ts";
import type { AppEntry, ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type { CreateEffect, DeleteEffect, EffectManifest } from "../manifest.types.ts";
import type { Effect, Param } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { listNames } from "../suggest.ts";
import { resolveEffectValues, type ValueSources } from "./effect-values.ts";
import { findField, findModel } from "./lookup.ts";
import { isSame } from "./viewers.ts";
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
  /** How to get such a row, for the hints of SP346 and SP360. */
  rowHint: string;
  /** Model of the row that the view's `object` loads; null when there is none. */
  object: ModelEntry | null;
  /** Model of the row that deletes and creates are tied to; null when there is none. */
  owner: ModelEntry | null;
  /** Everybody may come, also who is not logged in. */
  isPublic: boolean;
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
 * (SP301, SP303, SP342, SP360), there is no row (SP346), or no input brings a row's id (SP347).
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
  const { path, row } = place;
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
    const at = [...path, "set"];
    const values = resolveEffectValues(row, written.set, sourcesOf(place), at, report);
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

/** What values can be taken from there, and why others cannot. */
function sourcesOf({ index, params, row, rowHint, object, isPublic }: EffectPlace): ValueSources {
  const objectHint = "Give the view an `object: { model: …, key: … }`";
  return {
    params,
    lacks: {
      ...(isPublic && {
        user: {
          why: "Whoever asks need not be logged in here, so that `$user` may be nobody.",
          hint: "Write `permission:` in place of `public: true`; `none` is whoever is logged in.",
        },
      }),
      ...(row === null && {
        row: { why: "There is no row here that `$row` could be.", hint: rowHint },
      }),
      ...(object === null && {
        object: {
          why: "There is no object here that `$object` could be.",
          hint: row === null ? `${objectHint}.` : `${objectHint}, or write \`$row\`.`,
        },
      }),
    },
    zone: index.manifest.project.time_zone,
  };
}

/** The one field by which rows of `model` belong to the owner; null for none or several. */
function tieTo(owner: ModelEntry | null, model: ModelEntry): string | null {
  const references = owner === null ? [] : referencesTo(model, owner);
  return references.length === 1 ? (references[0] ?? null) : null;
}

function resolveCreate(written: CreateEffect, place: EffectPlace, report: Report): Found | null {
  const { index, app, path, owner } = place;
  const model = findModel(index, app, written.create, [...path, "create"], report);
  if (model === null) return null;
  const at = [...path, "values"];
  const values = resolveEffectValues(model, written.values ?? {}, sourcesOf(place), at, report);
  const scopeField = tieTo(owner, model);
  return { effect: { kind: "create", model: model.ref, values, scopeField }, model };
}

function resolveDelete(written: DeleteEffect, place: EffectPlace, report: Report): Found | null {
  const { path, params, owner } = place;
  const model = findModel(place.index, place.app, written.delete, [...path, "delete"], report);
  const key = params.find((param) => param.name === written.key);
  const why = key === undefined ? `There is no input \`${written.key}\`.` : noKey(key, model);
  if (why !== null) {
    const keys = params.filter((param) => noKey(param, model) === null).map(({ name }) => name);
    report("SP347", [...path, "key"], why, {
      hint:
        keys.length > 0
          ? `Inputs that name such a row: ${listNames(keys, "and")}.`
          : `Add \`params: { ${written.key}: reference }\`, or \`${ID_TYPE}\` for a bare id.`,
    });
  }
  if (model === null || why !== null) return null;
  const scopeField = tieTo(owner, model);
  return { effect: { kind: "delete", model: model.ref, key: written.key, scopeField }, model };
}

/** Why an input does not name a row of the model; null where it does. */
function noKey({ name, type, to }: Param, model: ModelEntry | null): string | null {
  if (type === ID_TYPE) return null;
  if (type !== "reference") return `The input \`${name}\` is of type ${type}, and names no row.`;
  // Without a model of its own it takes that of the effect.
  if (to === null || model === null || isSame(to, model.ref)) return null;
  return `The input \`${name}\` refers to \`${to.label}.${to.model}\`, not to \`${model.ref.label}.${model.name}\`.`;
}
