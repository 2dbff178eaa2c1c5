import type { SafeApp } from "../safe-project.ts";
import { fieldSpecs } from "./field-components.ts";
import { formsSpecs } from "./forms.ts";
import { modelsSpecs } from "./models.ts";
import { pageSpecs } from "./pages.ts";
import { allPermissionsSpecs, permissionsSpecs } from "./permissions.ts";
import { projectFileSpecs } from "./project-files.ts";
import type { ProjectIndex } from "./project-index.ts";
import { registrySpecs } from "./registries.ts";
import type { RenderSpec } from "./render-spec.ts";
import { urlsSpecs } from "./urls.ts";
import { viewSpecs } from "./views.ts";

/** Renderers of the files a project has once. */
export const projectRenderers: readonly ((index: ProjectIndex) => RenderSpec[])[] = [
  projectFileSpecs,
  allPermissionsSpecs,
  registrySpecs,
];

/** Renderers of the files every app has. */
export const appRenderers: readonly ((index: ProjectIndex, app: SafeApp) => RenderSpec[])[] = [
  permissionsSpecs,
  modelsSpecs,
  formsSpecs,
  urlsSpecs,
  fieldSpecs,
  (index, app) => app.views.flatMap((view) => viewSpecs(index, app, view)),
  (index, app) => app.views.flatMap((view) => pageSpecs(index, app, view)),
];
