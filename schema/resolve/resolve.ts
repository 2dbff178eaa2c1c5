import type { AppEntry, ManifestIndex, ViewEntry } from "../manifest-index.ts";
import type { App, Project } from "../project.ts";
import type { Report } from "../report.ts";
import { resolveCascades } from "./cascade.ts";
import { closeFields } from "./closed-fields.ts";
import { resolveModel } from "./models.ts";
import { resolveRoles } from "./roles.ts";
import { settleViewers } from "./viewers.ts";
import { resolveView, type ViewContext } from "./view.ts";
import { resolveViewBase, type ViewBase } from "./views.ts";

/** The manifest resolved, with what the rules need besides the Project. */
export interface Resolution extends ViewContext {
  /** To be used only when nothing was reported as an error. */
  project: Project;
  /** References whose rows went along in the project's last migration, as `label.Model.field`. */
  cascadedBefore: ReadonlySet<string>;
  /** The choices of fields when files were written last, as `label.Model.field`. */
  choicesBefore: ReadonlyMap<string, readonly string[]>;
}

/** What a project's history says that its manifest does not. */
export type Former = Partial<Pick<Resolution, "cascadedBefore" | "choicesBefore">>;

/**
 * Resolves labels, cascades, guards, paths, links and effects, and reports what cannot be: mostly
 * names that lead nowhere. Goes on after each, so that all are found in one run. What is wrong with
 * things that can be resolved is for the rules to say.
 */
export function resolve(
  index: ManifestIndex,
  report: Report,
  { cascadedBefore = new Set(), choicesBefore = new Map() }: Former = {},
): Resolution {
  const { project } = index.manifest;
  const roles = resolveRoles(index, report);
  const cascades = { index, roots: resolveCascades(index, report) };
  const bases = new Map<ViewEntry, ViewBase>();
  for (const app of index.apps) {
    for (const view of app.views) bases.set(view, resolveViewBase(cascades, view, report));
  }
  const context: ViewContext = { ...cascades, bases, effects: [] };
  return {
    ...context,
    cascadedBefore,
    choicesBefore,
    project: {
      name: project.name,
      target: project.target ?? "typescript",
      loginUrl: project.login_url ?? "/login/",
      timeZone: project.time_zone ?? "UTC",
      apps: settleViewers(closeFields(index.apps.map((app) => resolveApp(context, app, report)))),
      roles,
    },
  };
}

function resolveApp(context: ViewContext, app: AppEntry, report: Report): App {
  const { index, roots, bases } = context;
  return {
    path: app.folders,
    label: app.label,
    cascade: roots.get(app)?.ref ?? null,
    models: app.models.map((model) => resolveModel(index, model, report)),
    views: app.views.map((view) => resolveView(context, bases.get(view) as ViewBase, report)),
    allow: { ...app.manifest.allow },
    renamedFrom: app.manifest.renamed_from ?? null,
  };
}
