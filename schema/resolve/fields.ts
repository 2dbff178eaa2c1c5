import { takes } from "../field-types.ts";
import type { ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type { LongField } from "../manifest.types.ts";
import type { Field, UserOffer } from "../project.ts";
import type { Report } from "../report.ts";
import { findModel } from "./lookup.ts";
import { findRole } from "./roles.ts";
import { withOffset } from "./moments.ts";
import { boundsOf } from "./values.ts";

/** A field with every option settled; reports SP301 and SP220 for a model or role that is not there. */
export function resolveField(
  index: ManifestIndex,
  model: ModelEntry,
  name: string,
  field: LongField,
  report: Report,
): Field {
  const to = takes(field.type, "to") ? field.to : undefined;
  const path = [...model.path, "fields", name, "to"];
  const target = to === undefined ? null : findModel(index, model.app, to, path, report);
  const isMoment = field.type === "datetime";
  const zone = index.manifest.project.time_zone;
  return {
    name,
    ...boundsOf(field),
    null: field.null ?? false,
    default: (isMoment ? withOffset(field.default, zone) : field.default) ?? undefined,
    unique: field.unique ?? false,
    index: field.index ?? false,
    to: target ? target.ref : null,
    onDelete: takes(field.type, "on_delete") ? (field.on_delete ?? "protect") : null,
    offer: takes(field.type, "offer") ? offerOf(index, model, name, field, report) : null,
    relatedName: field.related_name ?? null,
    verboseName: field.verbose_name ?? null,
    helpText: field.help_text ?? null,
    renamedFrom: field.renamed_from ?? null,
  };
}

function offerOf(
  index: ManifestIndex,
  model: ModelEntry,
  name: string,
  { offer }: LongField,
  report: Report,
): UserOffer | null {
  if (typeof offer === "object") {
    findRole(index, offer.role, [...model.path, "fields", name, "offer", "role"], report);
  }
  return offer ?? null;
}
