import type { SafeApp } from "../safe-project.ts";
import type { ProjectIndex } from "./project-index.ts";
import type { RenderSpec } from "./render-spec.ts";

/** Renderers of the files a project has once. */
export const projectRenderers: readonly ((project: ProjectIndex) => RenderSpec[])[] = [];

/** Renderers of the files every app has. */
export const appRenderers: readonly ((project: ProjectIndex, app: SafeApp) => RenderSpec[])[] = [];
