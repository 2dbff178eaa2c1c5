import type { ViewEntry } from "../manifest-index.ts";
import type { LongField, LongParam, ParamManifest } from "../manifest.types.ts";
import type { Param } from "../project.ts";
import type { ManifestPath } from "../report.ts";
import type { PlacedEffect } from "./effects.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import { boundsOf } from "./values.ts";

/** The inputs of an action or event. */
export function resolveParams(params: Record<string, ParamManifest> | undefined): Param[] {
  return Object.entries(params ?? {}).map(([name, written]) => {
    const param = longParam(written);
    const { maxLength, choices, choiceLabels } = boundsOf(param);
    return { name, type: param.type, maxLength, choices, choiceLabels };
  });
}

/**
 * The inputs with the limits of the fields that an effect writes them to, where they say none themselves:
 * the longest text, the choices and what people read for them.
 */
export function limitedByFields(
  params: readonly Param[],
  written: Record<string, ParamManifest> | undefined,
  placed: PlacedEffect | null,
): Param[] {
  return params.map((param) => {
    const { max_length, choices } = longParam(written?.[param.name] ?? param.type);
    return fieldsFedBy(param, placed).reduce<Param>((limited, field) => {
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
    }, param);
  });
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
