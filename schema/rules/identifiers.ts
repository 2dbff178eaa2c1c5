import type { AppEntry, ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type { ManifestPath, Report } from "../report.ts";
import type { Rule } from "./rule.ts";

/** SP210 and SP402: names that become one identifier, file, column or table. */
export const identifiers: Rule = ({ index }, report) => {
  const labels = new Set<string>();
  const seen = new Identifiers(report);
  for (const app of index.apps) {
    if (labels.has(app.label)) {
      reportDuplicateLabel(app, report);
      continue;
    }
    labels.add(app.label);
    seen.add("project", pascal(app.label), `the label \`${app.label}\``, labelPath(app));
    for (const model of app.models) addModel(seen, index, app, model);
    for (const view of app.views) {
      const name = `${pascal(app.label)}${pascal(view.name)}View`;
      seen.add("views", name, `the view \`${view.id}\``, view.path);
    }
  }
};

/** The first thing of each identifier keeps it; every later one is reported. */
class Identifiers {
  readonly #owners = new Map<string, string>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  /** Returns whether it is the first. */
  add(scope: string, identifier: string, what: string, path: ManifestPath): boolean {
    const key = `${scope} ${identifier}`;
    const owner = this.#owners.get(key);
    if (owner === undefined) {
      this.#owners.set(key, what);
      return true;
    }
    this.#report("SP402", path, `${capital(what)} becomes \`${identifier}\`, as ${owner} does.`, {
      hint: "Rename one of them.",
      at: "key",
    });
    return false;
  }
}

function addModel(seen: Identifiers, index: ManifestIndex, app: AppEntry, model: ModelEntry): void {
  const { label } = app;
  const what = `the model \`${model.name}\``;
  const table = `${label}_${model.name.toLowerCase()}`;
  if (seen.add("tables", table, what, model.path)) {
    seen.add("tables", `${table}_pkey`, `the primary key of ${what}`, model.path);
    seen.add("tables", `${table}_id_seq`, `the sequence of ${what}`, model.path);
  }
  seen.add(`models of ${label}`, model.name, what, model.path);
  seen.add(`models of ${label}`, `${model.name}Row`, `the row type of ${what}`, model.path);
  for (const [name, field] of model.fields) {
    const isReference = field.type === "reference" || field.type === "user";
    const path = [...model.path, "fields", name];
    const column = isReference ? `${name}_id` : name;
    seen.add(`columns of ${label}.${model.name}`, column, `the field \`${name}\``, path);
  }
  for (const permission of model.permissions.values()) {
    // A codename that stands twice is reported as such.
    if (index.permissions.get(permission.name) !== permission) continue;
    const { codename, action } = permission;
    const key = action === null ? pascal(codename) : pascal(action) + model.name;
    const path = action === null ? [...model.path, "permissions", codename] : model.path;
    seen.add(`permissions of ${label}`, key, `the permission \`${codename}\``, path);
  }
}

function reportDuplicateLabel(app: AppEntry, report: Report): void {
  report("SP210", labelPath(app), `Another app has the label \`${app.label}\` already.`, {
    hint: "Give this app another `label:`.",
    at: app.manifest.label === undefined ? "key" : "value",
  });
}

function labelPath(app: AppEntry): ManifestPath {
  return app.manifest.label === undefined ? app.path : [...app.path, "label"];
}

/** `purchase_order` → `PurchaseOrder`, as every target makes class names. */
function pascal(name: string): string {
  return name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
