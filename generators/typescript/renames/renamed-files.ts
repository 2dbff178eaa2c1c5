import { formerPath, hasRenames } from "../../render/former-names.ts";
import type { SafeApp } from "../../render/safe-project.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import {
  fieldsFile,
  formsFile,
  modelsFile,
  pageFile,
  permissionsFile,
  urlsFile,
  viewFile,
} from "../code/files.ts";

/** Where files were before `renamed_from` moved them, by their present path. */
export function renamedFiles(project: ProjectIndex): ReadonlyMap<string, string> {
  if (!hasRenames(project)) return new Map();
  const pairs = project.apps.flatMap((app) => {
    const former: SafeApp = { ...app, path: formerPath(project.apps, app) };
    return [
      ...[permissionsFile, modelsFile, formsFile, urlsFile].map((file) => [
        file(app),
        file(former),
      ]),
      ...app.views.flatMap((view) => {
        const before = { ...view, name: view.renamedFrom ?? view.name };
        return [viewFile, pageFile].map((file) => [file(app, view), file(former, before)]);
      }),
      ...app.models.map((model) => [
        fieldsFile(app, model.name),
        fieldsFile(former, model.renamedFrom ?? model.name),
      ]),
    ] as [string, string][];
  });
  return new Map(pairs.filter(([path, former]) => path !== former));
}
