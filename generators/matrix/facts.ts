import type {
  AppManifest,
  LongField,
  Manifest,
  ModelManifest,
  ViewManifest,
} from "../../schema/manifest.types.ts";
import { KINDS } from "./view-kinds.ts";

/** An app of the manifest with its place in the tree. */
export interface AppFacts {
  label: string;
  folders: string[];
  parent: AppFacts | null;
  manifest: AppManifest;
  models: ModelFacts[];
}

export interface ModelFacts {
  /** `label.Model`. */
  id: string;
  label: string;
  name: string;
  manifest: ModelManifest;
  fields: Record<string, LongField>;
  /** The four standard codenames, then the special ones. */
  codenames: string[];
}

export interface ViewFacts {
  app: AppFacts;
  name: string;
  /** `label.name`. */
  id: string;
  manifest: ViewManifest;
  path: string;
  /** The path's parameters and their converters, in order. */
  parameters: { name: string; converter: string }[];
  model: ModelFacts | null;
  object: { model: ModelFacts; key: string } | null;
  /** The path parameter that holds the id of a row of `model`. */
  rowKey: string | null;
}

/** The manifest's apps, models and views as flat lists, with the lookups that rules need. */
export interface Facts {
  apps: AppFacts[];
  views: ViewFacts[];
  model(reference: string, from: AppFacts): ModelFacts | null;
  view(reference: string, from: AppFacts): ViewFacts | null;
}

export function gatherFacts(manifest: Manifest): Facts {
  const apps = appsBelow(manifest.apps ?? {}, null);
  const models = new Map(apps.flatMap((app) => app.models).map((model) => [model.id, model]));
  const findModel = (reference: string, from: AppFacts) =>
    models.get(reference.includes(".") ? reference : `${from.label}.${reference}`) ?? null;
  const views = apps.flatMap((app) =>
    Object.entries(app.manifest.views ?? {}).map(([name, view]) =>
      viewFacts(app, name, view, (reference) => findModel(reference, app)),
    ),
  );
  const byId = new Map(views.map((view) => [view.id, view]));
  return {
    apps,
    views,
    model: findModel,
    view: (reference, from) =>
      byId.get(reference.includes(".") ? reference : `${from.label}.${reference}`) ?? null,
  };
}

function appsBelow(apps: Record<string, AppManifest>, parent: AppFacts | null): AppFacts[] {
  return Object.entries(apps).flatMap(([folder, manifest]) => {
    const folders = [...(parent?.folders ?? []), folder];
    const label = manifest.label ?? folders.join("_");
    const models = Object.entries(manifest.models ?? {}).map(([name, model]) =>
      modelFacts(label, name, model),
    );
    const app = { label, folders, parent, manifest, models };
    return [app, ...appsBelow(manifest.apps ?? {}, app)];
  });
}

function modelFacts(label: string, name: string, manifest: ModelManifest): ModelFacts {
  const fields = Object.entries(manifest.fields).map(([field, value]): [string, LongField] => [
    field,
    typeof value === "string" ? { type: value } : value,
  ]);
  const standard = ["add", "change", "delete", "view"].map(
    (action) => `${action}_${name.toLowerCase()}`,
  );
  return {
    id: `${label}.${name}`,
    label,
    name,
    manifest,
    fields: Object.fromEntries(fields),
    codenames: [...standard, ...Object.keys(manifest.permissions ?? {})],
  };
}

function viewFacts(
  app: AppFacts,
  name: string,
  manifest: ViewManifest,
  findModel: (reference: string) => ModelFacts | null,
): ViewFacts {
  const ending = KINDS[manifest.kind].path.replace("NAME", name);
  const path = manifest.path ?? `/${app.folders.join("/")}/${ending}`;
  const parameters = [...path.matchAll(/<(\w+):(\w+)>/g)].map(([, converter = "", key = ""]) => ({
    name: key,
    converter,
  }));
  const only = app.models.length === 1 ? (app.models[0] ?? null) : null;
  const model = manifest.model === undefined ? only : findModel(manifest.model);
  const objectModel = manifest.object ? findModel(manifest.object.model) : null;
  const object =
    manifest.object && objectModel ? { model: objectModel, key: manifest.object.key } : null;
  return {
    app,
    name,
    id: `${app.label}.${name}`,
    manifest,
    path,
    parameters,
    model,
    object,
    rowKey: rowKeyOf(
      manifest,
      model,
      object,
      parameters.some((parameter) => parameter.name === "pk"),
    ),
  };
}

function rowKeyOf(
  { kind }: ViewManifest,
  model: ModelFacts | null,
  object: ViewFacts["object"],
  hasPk: boolean,
): string | null {
  if (!KINDS[kind].hasRow) return null;
  if (object !== null && object.model === model) return object.key;
  return hasPk ? "pk" : null;
}

/** The model that a reference leads to; null for another field. */
export function targetOf(
  facts: Facts,
  { label }: ModelFacts,
  field: LongField | undefined,
): ModelFacts | null {
  const app = facts.apps.find((each) => each.label === label);
  return app && field?.to !== undefined ? facts.model(field.to, app) : null;
}

/** Names of the model's reference fields to another model. */
export function referencesBetween(from: ModelFacts, to: ModelFacts): string[] {
  return Object.entries(from.fields)
    .filter(([, { to: named }]) => {
      if (named === undefined) return false;
      return (named.includes(".") ? named : `${from.label}.${named}`) === to.id;
    })
    .map(([name]) => name);
}

/** The view model's reference to the object, by which its rows are limited; null: no limit. */
export function scopeOf(view: ViewFacts): string | null {
  const { model, object, manifest } = view;
  if (model === null || object === null || object.model === model) return null;
  const { limited } = KINDS[manifest.kind];
  if (limited === "never" || (limited === "with a row" && view.rowKey === null)) return null;
  return referencesBetween(model, object.model)[0] ?? null;
}
