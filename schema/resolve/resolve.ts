import type { AppEntry, ManifestIndex, ViewEntry } from "../manifest-index.ts";
import type { App, Project } from "../project.ts";
import type { Report } from "../report.ts";
import { resolveCascades } from "./cascade.ts";
import type { Cascades } from "./guards.ts";
import { resolveModel } from "./models.ts";
import { checkLocalPath } from "./paths.ts";
import { resolveRoles } from "./roles.ts";
import { resolveView } from "./view.ts";
import { resolveViewBase, type ViewBase } from "./views.ts";

/** The manifest resolved, with what the rules need besides the Project. */
export interface Resolution extends Cascades {
  index: ManifestIndex;
  /** To be used only when nothing was reported as an error. */
  project: Project;
  bases: ReadonlyMap<ViewEntry, ViewBase>;
}

/**
 * Resolves labels, cascades, guards, paths and links, and reports every reference that leads
 * nowhere. Goes on after each, so that all are found in one run.
 */
export function resolve(index: ManifestIndex, report: Report): Resolution {
  const { project, roles } = { ...index.manifest, roles: resolveRoles(index, report) };
  const cascades = { index, roots: resolveCascades(index, report) };
  const bases = new Map<ViewEntry, ViewBase>();
  for (const app of index.apps) {
    for (const view of app.views) bases.set(view, resolveViewBase(cascades, view, report));
  }
  if (project.login_url !== undefined) {
    checkLocalPath(project.login_url, ["project", "login_url"], report);
  }
  return {
    ...cascades,
    bases,
    project: {
      name: project.name,
      target: project.target ?? "typescript",
      loginUrl: project.login_url ?? "/login/",
      apps: index.apps.map((app) => resolveApp(cascades, bases, app, report)),
      roles,
    },
  };
}

function resolveApp(
  cascades: Cascades,
  bases: ReadonlyMap<ViewEntry, ViewBase>,
  app: AppEntry,
  report: Report,
): App {
  return {
    path: app.folders,
    label: app.label,
    cascade: cascades.roots.get(app)?.ref ?? null,
    models: app.models.map((model) => resolveModel(cascades.index, model, report)),
    views: app.views.map((view) =>
      resolveView(cascades, bases, bases.get(view) as ViewBase, report),
    ),
    allow: { ...app.manifest.allow },
    renamedFrom: app.manifest.renamed_from ?? null,
  };
}
