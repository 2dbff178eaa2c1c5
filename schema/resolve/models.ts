import type { ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type { Model } from "../project.ts";
import type { Report } from "../report.ts";
import { didYouMean } from "../suggest.ts";
import { resolveField } from "./fields.ts";

/** Reports what is wrong with the model's fields and unique groups. */
export function resolveModel(index: ManifestIndex, model: ModelEntry, report: Report): Model {
  checkUniqueTogether(model, report);
  return {
    name: model.name,
    verboseName: model.manifest.verbose_name ?? null,
    fields: [...model.fields].map(([name, field]) =>
      resolveField(index, model, name, field, report),
    ),
    permissions: [...model.permissions.values()].map(
      ({ name, codename, action, description, renamedFrom }) => ({
        name,
        codename,
        action,
        description,
        renamedFrom,
      }),
    ),
    uniqueTogether: model.manifest.unique_together ?? [],
    renamedFrom: model.manifest.renamed_from ?? null,
  };
}

function checkUniqueTogether(model: ModelEntry, report: Report): void {
  for (const [position, group] of (model.manifest.unique_together ?? []).entries()) {
    for (const [place, name] of group.entries()) {
      const path = [...model.path, "unique_together", position, place];
      if (!model.fields.has(name)) {
        report("SP303", path, `\`${model.name}\` has no field \`${name}\`.`, {
          hint: didYouMean(name, model.fields.keys()),
        });
      } else if (group.indexOf(name) < place) {
        report("SP335", path, `\`${name}\` stands in this group twice.`, {
          hint: "Remove one of them.",
        });
      }
    }
  }
}
