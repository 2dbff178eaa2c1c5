import { takes } from "../field-types.ts";
import type { AppEntry, ManifestIndex } from "../manifest-index.ts";
import type { LongField } from "../manifest.types.ts";
import type { Field } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { findModel } from "./lookup.ts";
import { findRole } from "./roles.ts";

/** What a field or input refers to; reports SP301 and SP220 for a model or role that is not there. */
export function resolveReference(
  index: ManifestIndex,
  app: AppEntry,
  { type, to, offer }: Pick<LongField, "type" | "to" | "offer">,
  path: ManifestPath,
  report: Report,
): Pick<Field, "to" | "offer"> {
  const target =
    takes(type, "to") && to !== undefined
      ? findModel(index, app, to, [...path, "to"], report)
      : null;
  const isOffered = takes(type, "offer");
  if (isOffered && typeof offer === "object") {
    findRole(index, offer.role, [...path, "offer", "role"], report);
  }
  return { to: target?.ref ?? null, offer: (isOffered ? offer : undefined) ?? null };
}
