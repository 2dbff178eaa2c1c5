import type { SafeApp } from "../render/safe-project.ts";
import { fieldSpecs } from "./forms/field-components.ts";
import { formsSpecs } from "./forms/forms.ts";
import { choicesSpecs } from "./models/choices.ts";
import { modelsSpecs } from "./models/models.ts";
import { allPermissionsSpecs, permissionsSpecs } from "./guards/permissions.ts";
import { projectFileSpecs } from "./project/project-files.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { AppScreens, Screens } from "../screens/screen.ts";
import { registrySpecs } from "./project/registries.ts";
import type { RenderSpec } from "./code/render-spec.ts";
import { urlsSpecs } from "./project/urls.ts";
import { viewSpecs } from "./views/view-files.ts";

/** Renderers of the files a project has once. */
export const projectRenderers: readonly ((
  index: ProjectIndex,
  screens: Screens,
) => RenderSpec[])[] = [projectFileSpecs, allPermissionsSpecs, registrySpecs];

/** Renderers of the files every app has. */
export const appRenderers: readonly ((
  index: ProjectIndex,
  app: SafeApp,
  screens: AppScreens,
) => RenderSpec[])[] = [
  permissionsSpecs,
  modelsSpecs,
  choicesSpecs,
  formsSpecs,
  urlsSpecs,
  fieldSpecs,
  viewSpecs,
];
