import type { SafeApp } from "../../render/safe-project.ts";
import { Imports } from "../code/imports.ts";
import { urlsObject } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import { urlsFile } from "../code/files.ts";

/** An app's urls.ts: the one place that says the path of each of its views. */
export function urlsSpecs(_: ProjectIndex, app: SafeApp): RenderSpec[] {
  if (app.views.length === 0) return [];
  const path = urlsFile(app);
  const imports = new Imports(path);
  imports.named("src/runtime/paths.ts", "path");
  const views = app.views.map((view) => ({ name: view.name, path: view.path }));
  const context = {
    imports: imports.toString(),
    label: app.label,
    object: urlsObject(app.label),
    views,
  };
  return [{ path, tier: "generated", template: "src/apps/urls.ts.hbs", context }];
}
