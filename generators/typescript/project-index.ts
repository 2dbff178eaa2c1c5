import type { ModelRef } from "../../schema/project.ts";
import type { SafeApp, SafeModel, SafeProject, SafeView } from "../safe-project.ts";

/** A project with look-ups by name, made once a run so that no renderer searches lists. */
export interface ProjectIndex {
  project: SafeProject;
  /** @throws Error when the label is unknown: a resolved Project has no dangling names */
  app(label: string): SafeApp;
  model(ref: ModelRef): SafeModel;
  /** @param id `label.name` */
  view(id: string): SafeView;
  /** The app a view (by id) belongs to. */
  appOfView(id: string): SafeApp;
}

export function indexProject(project: SafeProject): ProjectIndex {
  const apps = new Map(project.apps.map((app) => [app.label, app]));
  const models = new Map(
    project.apps.flatMap((app) => app.models.map((model) => [`${app.label}.${model.name}`, model])),
  );
  const views = new Map(project.apps.flatMap((app) => app.views.map((view) => [view.id, view])));
  const owners = new Map(project.apps.flatMap((app) => app.views.map((view) => [view.id, app])));
  return {
    project,
    app: (label) => found(apps.get(label), `app ${label}`),
    model: (ref) =>
      found(models.get(`${ref.label}.${ref.model}`), `model ${ref.label}.${ref.model}`),
    view: (id) => found(views.get(id), `view ${id}`),
    appOfView: (id) => found(owners.get(id), `view ${id}`),
  };
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the resolved project has no ${what}`);
  return value;
}
