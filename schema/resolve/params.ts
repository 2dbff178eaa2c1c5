import type { ViewEntry } from "../manifest-index.ts";
import type { LongParam, ParamManifest } from "../manifest.types.ts";
import type { Param } from "../project.ts";
import type { ManifestPath } from "../report.ts";
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
