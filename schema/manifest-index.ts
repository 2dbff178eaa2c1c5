import type {
  AppManifest,
  LongField,
  Manifest,
  ModelManifest,
  ViewManifest,
} from "./manifest.types.ts";
import type { ModelRef, StandardAction } from "./project.ts";
import type { ManifestPath } from "./report.ts";

/** The manifest with look-ups by name; what the resolver and the rules read. */
export interface ManifestIndex {
  manifest: Manifest;
  /** Parents before their children, otherwise in the manifest's order. */
  apps: AppEntry[];
  byLabel: Map<string, AppEntry>;
  /** By `label.Model`. */
  models: Map<string, ModelEntry>;
  /** By `label.view`. */
  views: Map<string, ViewEntry>;
  /** By `label.codename`. */
  permissions: Map<string, PermissionEntry>;
}

export interface AppEntry {
  path: ManifestPath;
  /** Folder names from the top. */
  folders: string[];
  label: string;
  manifest: AppManifest;
  parent: AppEntry | null;
  models: ModelEntry[];
  views: ViewEntry[];
}

export interface ModelEntry {
  app: AppEntry;
  name: string;
  ref: ModelRef;
  path: ManifestPath;
  manifest: ModelManifest;
  /** By name, each in its long form. */
  fields: Map<string, LongField>;
  /** By codename: the standard four, then the special ones. */
  permissions: Map<string, PermissionEntry>;
}

export interface PermissionEntry {
  model: ModelEntry;
  codename: string;
  /** `label.codename`. */
  name: string;
  action: StandardAction | null;
  description: string;
  renamedFrom: string | null;
}

export interface ViewEntry {
  app: AppEntry;
  name: string;
  id: string;
  path: ManifestPath;
  manifest: ViewManifest;
}

/** Where an app's label is written, or the app that it follows from, for findings about it. */
export function labelPlace({ manifest, path }: AppEntry): {
  path: ManifestPath;
  at: "key" | "value";
} {
  return manifest.label === undefined
    ? { path, at: "key" }
    : { path: [...path, "label"], at: "value" };
}

export const STANDARD_ACTIONS = ["add", "change", "delete", "view"] as const;

/** Django's codename: `add_purchaseorder` for `PurchaseOrder`. */
export function standardCodename(action: StandardAction, model: string): string {
  return `${action}_${model.toLowerCase()}`;
}

/** Where two things claim one name, the first keeps it; a rule reports the second. */
export function indexManifest(manifest: Manifest): ManifestIndex {
  const index: ManifestIndex = {
    manifest,
    apps: [],
    byLabel: new Map(),
    models: new Map(),
    views: new Map(),
    permissions: new Map(),
  };
  addApps(index, manifest.apps ?? {}, ["apps"], null);
  return index;
}

function addApps(
  index: ManifestIndex,
  apps: Record<string, AppManifest>,
  path: ManifestPath,
  parent: AppEntry | null,
): void {
  for (const [folder, manifest] of Object.entries(apps)) {
    const folders = [...(parent?.folders ?? []), folder];
    const label = manifest.label ?? folders.join("_");
    const at = [...path, folder];
    const app: AppEntry = { path: at, folders, label, manifest, parent, models: [], views: [] };
    index.apps.push(app);
    setFirst(index.byLabel, label, app);
    for (const [name, model] of Object.entries(manifest.models ?? {})) {
      addModel(index, app, name, model);
    }
    for (const [name, view] of Object.entries(manifest.views ?? {})) {
      const id = `${label}.${name}`;
      const entry = { app, name, id, path: [...at, "views", name], manifest: view };
      app.views.push(entry);
      setFirst(index.views, id, entry);
    }
    addApps(index, manifest.apps ?? {}, [...at, "apps"], app);
  }
}

function addModel(
  index: ManifestIndex,
  app: AppEntry,
  name: string,
  manifest: ModelManifest,
): void {
  const model: ModelEntry = {
    app,
    name,
    ref: { label: app.label, model: name },
    path: [...app.path, "models", name],
    manifest,
    fields: new Map(Object.entries(manifest.fields).map(([key, field]) => [key, long(field)])),
    permissions: new Map(),
  };
  const add = (permission: Omit<PermissionEntry, "model" | "name">) => {
    const entry = { ...permission, model, name: `${app.label}.${permission.codename}` };
    setFirst(model.permissions, entry.codename, entry);
    setFirst(index.permissions, entry.name, entry);
  };
  for (const action of STANDARD_ACTIONS) {
    add({
      codename: standardCodename(action, name),
      action,
      description: `Can ${action} ${manifest.verbose_name ?? words(name)}`,
      renamedFrom: null,
    });
  }
  for (const [codename, permission] of Object.entries(manifest.permissions ?? {})) {
    const { description, renamed_from } =
      typeof permission === "string" ? { description: permission } : permission;
    add({ codename, action: null, description, renamedFrom: renamed_from ?? null });
  }
  app.models.push(model);
  setFirst(index.models, `${app.label}.${name}`, model);
}

/** A field in its long form. */
function long(field: ModelManifest["fields"][string]): LongField {
  return typeof field === "string" ? { type: field } : field;
}

/** `SalesPurchaseOrder` → `sales purchase order`, as Django makes a verbose name. */
function words(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, " ").toLowerCase();
}

function setFirst<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (!map.has(key)) map.set(key, value);
}
