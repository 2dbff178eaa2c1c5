import {
  type AppEntry,
  labelPlace,
  type ManifestIndex,
  type ModelEntry,
} from "../manifest-index.ts";
import type { ManifestPath, Report } from "../report.ts";
import type { DerivedName, DerivedNames } from "../targets/target-rules.ts";
import { TARGET_RULES } from "../targets/targets.ts";
import type { Rule } from "./rule.ts";

/** SP210 and SP402: names that become one identifier, file, column or table. */
export const identifiers: Rule = ({ index, project }, report) => {
  const { derived } = TARGET_RULES[project.target];
  const labels = new Set<string>();
  const seen = new Identifiers(report);
  for (const app of index.apps) {
    if (labels.has(app.label)) {
      reportDuplicateLabel(app, report);
      continue;
    }
    labels.add(app.label);
    seen.add(derived.app(app.label), `the label \`${app.label}\``, labelPlace(app).path);
    for (const model of app.models) addModel(seen, derived, index, model);
    for (const view of app.views) {
      seen.add(derived.view(app.label, view.name), `the view \`${view.id}\``, view.path);
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

  /** @param what the thing that all of these names are made from */
  add(names: readonly DerivedName[], what: string, path: ManifestPath): void {
    const clashing = new Set<string>();
    for (const { scope, name, part } of names) {
      // Where one is taken, what is made from the same name besides would be, too.
      if (clashing.has(scope)) continue;
      const subject = part === undefined ? what : `${part} of ${what}`;
      if (!this.#addOne(`${scope} ${name}`, name, subject, path)) clashing.add(scope);
    }
  }

  /** Returns whether it is the first. */
  #addOne(key: string, identifier: string, what: string, path: ManifestPath): boolean {
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

function addModel(
  seen: Identifiers,
  derived: DerivedNames,
  index: ManifestIndex,
  model: ModelEntry,
): void {
  const { name, path } = model;
  const { label } = model.app;
  seen.add(derived.model(label, name), `the model \`${name}\``, path);
  for (const [key, { type }] of model.fields) {
    const names = derived.field(label, name, { name: key, type });
    seen.add(names, `the field \`${key}\``, [...path, "fields", key]);
  }
  for (const permission of model.permissions.values()) {
    // A codename that stands twice is reported as such.
    if (index.permissions.get(permission.name) !== permission) continue;
    const { codename, action } = permission;
    const at = action === null ? [...path, "permissions", codename] : path;
    seen.add(derived.permission(label, name, permission), `the permission \`${codename}\``, at);
  }
}

function reportDuplicateLabel(app: AppEntry, report: Report): void {
  const { path, at } = labelPlace(app);
  report("SP210", path, `Another app has the label \`${app.label}\` already.`, {
    hint: "Give this app another `label:`.",
    at,
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
