import type { ModelRef, PermissionName, Project } from "../../schema/project.ts";
import {
  type SafeApp,
  type SafeModel,
  type SafePermission,
  type SafeProject,
  type SafeView,
  wrapFreeText,
} from "./safe-project.ts";

/** The project as targets get it: its free text wrapped, and with look-ups by name. */
export interface ProjectIndex extends SafeProject {
  /** @throws Error when the label is unknown: a resolved Project has no dangling names */
  app(label: string): SafeApp;
  model(ref: ModelRef): SafeModel;
  /** @param id `label.name` */
  view(id: string): SafeView;
  /** The app a view (by id) belongs to. */
  appOfView(id: string): SafeApp;
  permission(name: PermissionName): OwnedPermission;
  /** Whether following references from one model can lead to another. */
  refersTo(from: ModelRef, to: ModelRef): boolean;
}

export interface OwnedPermission {
  app: SafeApp;
  model: SafeModel;
  permission: SafePermission;
}

export function indexProject(resolved: Project): ProjectIndex {
  const project = wrapFreeText(resolved);
  const apps = new Map<string, SafeApp>();
  const models = new Map<string, SafeModel>();
  const permissions = new Map<PermissionName, OwnedPermission>();
  const views = new Map<string, { app: SafeApp; view: SafeView }>();
  for (const app of project.apps) {
    apps.set(app.label, app);
    for (const model of app.models) {
      models.set(`${app.label}.${model.name}`, model);
      for (const permission of model.permissions) {
        permissions.set(permission.name, { app, model, permission });
      }
    }
    for (const view of app.views) views.set(view.id, { app, view });
  }
  return {
    ...project,
    app: (label) => found(apps.get(label), `app ${label}`),
    model: (ref) => found(models.get(key(ref)), `model ${key(ref)}`),
    view: (id) => found(views.get(id), `view ${id}`).view,
    appOfView: (id) => found(views.get(id), `view ${id}`).app,
    permission: (name) => found(permissions.get(name), `permission ${name}`),
    refersTo: (from, to) => reaches(models, from, to),
  };
}

function key(ref: ModelRef): string {
  return `${ref.label}.${ref.model}`;
}

function reaches(models: ReadonlyMap<string, SafeModel>, start: ModelRef, goal: ModelRef): boolean {
  const seen = new Set<string>();
  const open = [start];
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    for (const { to } of models.get(key(ref))?.fields ?? []) {
      if (to === null || seen.has(key(to))) continue;
      if (key(to) === key(goal)) return true;
      seen.add(key(to));
      open.push(to);
    }
  }
  return false;
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the resolved project has no ${what}`);
  return value;
}
