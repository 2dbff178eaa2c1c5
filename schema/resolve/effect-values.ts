import type { ModelEntry } from "../manifest-index.ts";
import type { EffectValue, Param } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { didYouMean } from "../suggest.ts";
import { withOffset } from "./moments.ts";
import { findField } from "./lookup.ts";

/**
 * The `field: value or $param` map of `set` and `create`. Reports SP303 and, for an input that is
 * not there, SP342; what is wrong is left out.
 */
export function resolveEffectValues(
  model: ModelEntry,
  written: Record<string, unknown>,
  params: readonly Param[],
  path: ManifestPath,
  zone: string | undefined,
  report: Report,
): Record<string, EffectValue> {
  const resolved: [string, EffectValue][] = [];
  for (const [name, value] of Object.entries(written)) {
    const at = [...path, name];
    const field = findField(model, name, at, report, { at: "key" });
    if (field === null) continue;
    const meant = field.type === "datetime" ? withOffset(value, zone) : value;
    const found = resolveValue(meant, params, at, report);
    if (found) resolved.push([name, found]);
  }
  return Object.fromEntries(resolved);
}

function resolveValue(
  value: unknown,
  params: readonly Param[],
  at: ManifestPath,
  report: Report,
): EffectValue | null {
  if (typeof value !== "string" || !value.startsWith("$")) return { value };
  const rest = value.slice(1);
  if (rest.startsWith("$")) return { value: rest };
  if (params.some(({ name }) => name === rest)) return { param: rest };
  const known = params.map(({ name }) => name);
  report("SP342", at, `There is no input \`${rest}\`.`, {
    hint:
      didYouMean(rest, known) ??
      `Add it to \`params\`; a text that begins with a dollar sign is written \`$$${rest}\`.`,
  });
  return null;
}
