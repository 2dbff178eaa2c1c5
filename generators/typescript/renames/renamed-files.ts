import { formerPath, hasRenames } from "../../render/former-names.ts";
import type { SafeApp } from "../../render/safe-project.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import {
  EARLIER_FILES,
  fieldsFile,
  formsFile,
  modelsFile,
  pageFile,
  permissionsFile,
  urlsFile,
  viewFile,
} from "../code/files.ts";

/**
 * Where files were before `renamed_from` moved them, or while spire called them otherwise, by their
 * present path; the likeliest place first.
 */
export function renamedFiles(project: ProjectIndex): ReadonlyMap<string, readonly string[]> {
  const isRenamed = hasRenames(project);
  const places = project.apps.flatMap((app): [string, string[]][] => {
    const former: SafeApp = isRenamed ? { ...app, path: formerPath(project.apps, app) } : app;
    return [
      ...[permissionsFile, modelsFile, formsFile, urlsFile].map((file): [string, string[]] => [
        file(app),
        [file(former)],
      ]),
      ...app.views.flatMap((view): [string, string[]][] => {
        const before = { ...view, name: view.renamedFrom ?? view.name };
        return [
          [viewFile, EARLIER_FILES.view] as const,
          [pageFile, EARLIER_FILES.page] as const,
        ].map(([file, earlier]) => [
          file(app, view),
          [file(former, before), earlier(former, before), earlier(app, view)],
        ]);
      }),
      ...app.models.map(({ name, renamedFrom }): [string, string[]] => {
        const before = renamedFrom ?? name;
        return [
          fieldsFile(app, name),
          [
            fieldsFile(former, before),
            EARLIER_FILES.fields(former, before),
            EARLIER_FILES.fields(app, name),
          ],
        ];
      }),
    ];
  });
  return new Map(
    places
      .map(
        ([path, formers]) =>
          [path, [...new Set(formers)].filter((former) => former !== path)] as const,
      )
      .filter(([, formers]) => formers.length > 0),
  );
}
