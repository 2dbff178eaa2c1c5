import type { SafeApp } from "../safe-project.ts";
import { formsSpecs } from "./forms.ts";
import { modelsSpecs } from "./models.ts";
import { allPermissionsSpecs, permissionsSpecs } from "./permissions.ts";
import { projectFileSpecs } from "./project-files.ts";
import type { ProjectIndex } from "./project-index.ts";
import { registrySpecs } from "./registries.ts";
import type { RenderSpec } from "./render-spec.ts";
import { urlsSpecs } from "./urls.ts";

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
];
