import type { AppEntry, ManifestIndex, ViewEntry } from "../manifest-index.ts";
import type { LongField, LongParam, ParamManifest } from "../manifest.types.ts";
import type { ModelRef, Param, UserOffer } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import type { PlacedEffect } from "./effects.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import { resolveReference } from "./references.ts";
import { boundsOf } from "./values.ts";

/**
 * The inputs of an action or event; reports SP301 and SP220 for a model or role that is not there.
 *
 * @param path of the action or event
 */
export function resolveParams(
  { index, app, path }: { index: ManifestIndex; app: AppEntry; path: ManifestPath },
  params: Record<string, ParamManifest> | undefined,
  report: Report,
): Param[] {
  return Object.entries(params ?? {}).map(([name, written]) => {
    const param = longParam(written);
    const { maxLength, choices, choiceLabels } = boundsOf(param);
    const reference = resolveReference(index, app, param, [...path, "params", name], report);
    return { name, type: param.type, maxLength, choices, choiceLabels, ...reference };
  });
}

/**
 * The inputs with the limits of the fields that an effect writes them to, where they say none themselves:
 * the longest text, the choices and what people read for them, the model referred to, the users offered.
 */
export function limitedByFields(
  params: readonly Param[],
  written: Record<string, ParamManifest> | undefined,
  placed: PlacedEffect | null,
): Param[] {
  return params.map((param) => {
    const { max_length, choices, to, offer } = longParam(written?.[param.name] ?? param.type);
    const fed = fieldsFedBy(param, placed);
    const referring = {
      ...param,
      ...(to === undefined && { to: targetOf(param, fed, placed) }),
      ...(offer === undefined && { offer: narrowestOffer(fed) }),
    };
    return fed.reduce<Param>((limited, field) => {
      const bounds = boundsOf(field);
      const isLonger = (limited.maxLength ?? Infinity) > (bounds.maxLength ?? Infinity);
      return {
        ...limited,
        ...(max_length === undefined && isLonger && { maxLength: bounds.maxLength }),
        ...(choices === undefined && {
          choices: bounds.choices,
          choiceLabels: bounds.choiceLabels,
          ...(bounds.choices.length > 0 && { maxLength: bounds.maxLength }),
        }),
      };
    }, referring);
  });
}

/** The model that the fields refer to, or whose row the input says to delete. */
function targetOf(
  { name, type }: Param,
  fed: readonly LongField[],
  placed: PlacedEffect | null,
): ModelRef | null {
  if (placed === null || type !== "reference") return null;
  const { effect, model, place } = placed;
  if (effect.kind === "delete") return effect.key === name ? model.ref : null;
  const to = fed.flatMap((field) => field.to ?? [])[0];
  return (to !== undefined && place.index.models.get(to)?.ref) || null;
}

/** The users whom all of the fields offer. Of two roles one is taken: the other's field does not fit. */
function narrowestOffer(fed: readonly LongField[]): UserOffer | null {
  const offers = fed.map(({ offer = null }) => offer);
  if (offers.length === 0 || offers.includes(null)) return null;
  return offers.find((offer) => typeof offer === "object") ?? "active";
}

/** Fields of the input's own type; another one is reported as that. */
function fieldsFedBy({ name, type }: Param, placed: PlacedEffect | null): LongField[] {
  if (placed === null || !("values" in placed.effect)) return [];
  return Object.entries(placed.effect.values).flatMap(([field, value]) => {
    const fed =
      "param" in value && value.param === name ? placed.model.fields.get(field) : undefined;
    return fed?.type === type ? [fed] : [];
  });
}

/** Every input of the views' actions and events as written, in its long form, with its place. */
export function* inputsOf(
  views: readonly ViewEntry[],
): Generator<{ name: string; param: LongParam; path: ManifestPath }> {
  for (const { manifest, path } of views) {
    const { effect, handlers } = VIEW_KINDS[manifest.kind];
    const events = Object.entries((handlers ? manifest.handlers : undefined) ?? {});
    const endpoints = [
      ...(effect ? [{ params: manifest.params, at: path }] : []),
      ...events.map(([name, { params }]) => ({ params, at: [...path, "handlers", name] })),
    ];
    for (const { params = {}, at } of endpoints) {
      for (const [name, param] of Object.entries(params)) {
        yield { name, param: longParam(param), path: [...at, "params", name] };
      }
    }
  }
}

function longParam(param: ParamManifest): LongParam {
  return typeof param === "string" ? { type: param } : param;
}
