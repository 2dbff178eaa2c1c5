import type { ModelEntry } from "../manifest-index.ts";
import type { EffectValue, Param, RequestValue } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { isRequestValue, REQUEST_VALUES, WRITTEN_REQUEST_VALUES } from "../request-values.ts";
import { didYouMean, listNames } from "../suggest.ts";
import { withOffset } from "./moments.ts";
import { findField } from "./lookup.ts";

/** What a `$name` can stand for where a value is written. */
export interface ValueSources {
  params: readonly Param[];
  /** Values that a request does not bring here: why not, and what to do about it. */
  lacks: Partial<Record<RequestValue, { why: string; hint: string }>>;
  zone: string | undefined;
}

/**
 * The `field: value or $name` map of `set` and `create`. Reports SP303, SP342 for a name that stands
 * for nothing, and SP360 for what no request brings there; what is wrong is left out.
 */
export function resolveEffectValues(
  model: ModelEntry,
  written: Record<string, unknown>,
  sources: ValueSources,
  path: ManifestPath,
  report: Report,
): Record<string, EffectValue> {
  const resolved: [string, EffectValue][] = [];
  for (const [name, value] of Object.entries(written)) {
    const at = [...path, name];
    const field = findField(model, name, at, report, { at: "key" });
    if (field === null) continue;
    const meant = field.type === "datetime" ? withOffset(value, sources.zone) : value;
    const found = resolveValue(meant, sources, at, report);
    if (found) resolved.push([name, found]);
  }
  return Object.fromEntries(resolved);
}

function resolveValue(
  value: unknown,
  { params, lacks }: ValueSources,
  at: ManifestPath,
  report: Report,
): EffectValue | null {
  if (typeof value !== "string" || !value.startsWith("$")) return { value };
  const rest = value.slice(1);
  if (rest.startsWith("$")) return { value: rest };
  if (params.some(({ name }) => name === rest)) return { param: rest };
  if (!isRequestValue(rest)) {
    reportUnknown(rest, params, at, report);
    return null;
  }
  const lack = lacks[rest];
  if (lack === undefined) return { request: rest };
  report("SP360", at, lack.why, { hint: lack.hint });
  return null;
}

function reportUnknown(
  name: string,
  params: readonly Param[],
  at: ManifestPath,
  report: Report,
): void {
  const known = [...params.map((param) => param.name), ...Object.keys(REQUEST_VALUES)];
  const advice =
    didYouMean(name, known) ??
    `Add it to \`params\`; a text that begins with a dollar sign is written \`$$${name}\`.`;
  report("SP342", at, `There is no input \`${name}\`.`, {
    hint: `${advice} Every request brings ${listNames(WRITTEN_REQUEST_VALUES, "and")}.`,
  });
}
