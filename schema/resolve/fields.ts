import { takes } from "../field-types.ts";
import type { ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type { LongField } from "../manifest.types.ts";
import type { Field } from "../project.ts";
import type { Report } from "../report.ts";
import { withOffset } from "./moments.ts";
import { resolveReference } from "./references.ts";
import { boundsOf } from "./values.ts";

/** A field with every option settled; reports SP301 and SP220 for a model or role that is not there. */
export function resolveField(
  index: ManifestIndex,
  model: ModelEntry,
  name: string,
  field: LongField,
  report: Report,
): Field {
  const path = [...model.path, "fields", name];
  const isMoment = field.type === "datetime";
  const zone = index.manifest.project.time_zone;
  return {
    name,
    ...boundsOf(field),
    null: field.null ?? false,
    default: (isMoment ? withOffset(field.default, zone) : field.default) ?? undefined,
    unique: field.unique ?? false,
    index: field.index ?? false,
    ...resolveReference(index, model.app, field, path, report),
    onDelete: takes(field.type, "on_delete") ? (field.on_delete ?? "protect") : null,
    relatedName: field.related_name ?? null,
    verboseName: field.verbose_name ?? null,
    helpText: field.help_text ?? null,
    renamedFrom: field.renamed_from ?? null,
  };
}
