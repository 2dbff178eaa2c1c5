import type { ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type { Model } from "../project.ts";
import type { Report } from "../report.ts";
import { resolveField } from "./fields.ts";
import { findField } from "./lookup.ts";

/** Reports the fields of `display` and of unique groups, and the models of references, that do not exist. */
export function resolveModel(index: ManifestIndex, model: ModelEntry, report: Report): Model {
  const { display = null } = model.manifest;
  if (display !== null) findField(model, display, [...model.path, "display"], report);
  const groups = model.manifest.unique_together ?? [];
  for (const [position, group] of groups.entries()) {
    for (const [place, name] of group.entries()) {
      findField(model, name, [...model.path, "unique_together", position, place], report);
    }
  }
  return {
    name: model.name,
    verboseName: model.manifest.verbose_name ?? null,
    fields: [...model.fields].map(([name, field]) =>
      resolveField(index, model, name, field, report),
    ),
    display,
    permissions: [...model.permissions.values()].map(
      ({ name, codename, action, description, renamedFrom }) => ({
        name,
        codename,
        action,
        description,
        renamedFrom,
      }),
    ),
    uniqueTogether: groups,
    // Known when all views are.
    viewers: { anywhere: { kind: "permission", requirement: { any: [] } }, inside: [] },
    renamedFrom: model.manifest.renamed_from ?? null,
  };
}
