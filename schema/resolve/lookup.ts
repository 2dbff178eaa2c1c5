import {
  STANDARD_ACTIONS,
  standardCodename,
  type AppEntry,
  type ManifestIndex,
  type ModelEntry,
  type PermissionEntry,
  type ViewEntry,
} from "../manifest-index.ts";
import type { LongField } from "../manifest.types.ts";
import type { ManifestPath, Report } from "../report.ts";
import { didYouMean, listNames } from "../suggest.ts";

/** The model that `Model` (of this app) or `label.Model` names; reports SP301 when there is none. */
export function findModel(
  index: ManifestIndex,
  app: AppEntry,
  ref: string,
  path: ManifestPath,
  report: Report,
): ModelEntry | null {
  const found = index.models.get(ref.includes(".") ? ref : `${app.label}.${ref}`);
  if (found) return found;
  const known = ref.includes(".")
    ? [...index.models.keys()]
    : [...app.models.map((model) => model.name), ...elsewhere(index, ref)];
  report("SP301", path, `There is no model \`${ref}\`.`, {
    hint: didYouMean(ref, known) ?? elsewhereHint(index, ref),
  });
  return null;
}

/** The model of the app itself that a view names; reports SP301 when there is none. */
export function findOwnModel(
  { label, models }: AppEntry,
  name: string,
  path: ManifestPath,
  report: Report,
): ModelEntry | null {
  const found = models.find((model) => model.name === name);
  if (found) return found;
  const known = models.map((model) => model.name);
  report("SP301", path, `The app \`${label}\` has no model \`${name}\`.`, {
    hint: didYouMean(name, known) ?? "A view is about a model of its own app.",
  });
  return null;
}

/**
 * The model's field of that name; reports SP303 when there is none.
 *
 * @param likely names that are meant rather than the model's others
 */
export function findField(
  model: ModelEntry,
  name: string,
  path: ManifestPath,
  report: Report,
  { likely = [], at = "value" }: { likely?: readonly string[]; at?: "key" | "value" } = {},
): LongField | null {
  const found = model.fields.get(name);
  if (found) return found;
  report("SP303", path, `\`${model.name}\` has no field \`${name}\`.`, {
    hint: didYouMean(name, likely) ?? didYouMean(name, model.fields.keys()),
    at,
  });
  return null;
}

function elsewhere(index: ManifestIndex, name: string): string[] {
  return [...index.models.values()].filter((model) => model.name === name).map(fullName);
}

function elsewhereHint(index: ManifestIndex, ref: string): string | undefined {
  const models = elsewhere(index, ref.split(".").at(-1) ?? ref);
  return models.length > 0 ? `Write ${listNames(models)}.` : undefined;
}

function fullName(model: ModelEntry): string {
  return `${model.app.label}.${model.name}`;
}

/** The view that `view` (of this app) or `label.view` names; reports SP230 when there is none. */
export function findView(
  index: ManifestIndex,
  app: AppEntry,
  ref: string,
  path: ManifestPath,
  report: Report,
): ViewEntry | null {
  const found = index.views.get(ref.includes(".") ? ref : `${app.label}.${ref}`);
  if (found) return found;
  const known = ref.includes(".") ? index.views.keys() : app.views.map((view) => view.name);
  report("SP230", path, `There is no view \`${ref}\`.`, {
    hint: didYouMean(ref, known) ?? "Write `view` of this app, or `label.view`.",
  });
  return null;
}

/**
 * The permission that a view of `app` names: a bare codename of the app itself or of its cascade's
 * root, or `label.codename`. Reports SP201, SP203 and SP205.
 *
 * @param roots each cascading app's root model
 */
export function findPermission(
  index: ManifestIndex,
  roots: ReadonlyMap<AppEntry, ModelEntry | null>,
  app: AppEntry,
  ref: string,
  path: ManifestPath,
  report: Report,
): PermissionEntry | null {
  const root = roots.get(app) ?? null;
  const found = ref.includes(".")
    ? index.permissions.get(ref)
    : (index.permissions.get(`${app.label}.${ref}`) ?? root?.permissions.get(ref));
  if (!found) {
    const label = ref.includes(".") ? ref.slice(0, ref.indexOf(".")) : null;
    const models = label === null ? [...app.models, ...(root ? [root] : [])] : undefined;
    reportUnknownPermission(index, ref, models, path, report);
    return null;
  }
  const foreignRoot = roots.get(found.model.app);
  if (foreignRoot) {
    const instead = foreignRoot.name && sameMeaning(found, foreignRoot);
    report(
      "SP205",
      path,
      `\`${found.name}\` guards nothing, because \`${found.model.app.label}\` cascades from \`${fullName(foreignRoot)}\`.`,
      { hint: instead ? `Write \`${instead}\`.` : "Name a permission of that model." },
    );
    return null;
  }
  return found;
}

function sameMeaning(permission: PermissionEntry, root: ModelEntry): string | undefined {
  if (permission.action === null) return undefined;
  return root.permissions.get(standardCodename(permission.action, root.name))?.name;
}

/**
 * Reports SP203 for a standard codename spelled with the underscores of the model's words, else
 * SP201.
 *
 * @param models whose codenames may stand without a label; undefined for `label.codename`
 */
export function reportUnknownPermission(
  index: ManifestIndex,
  ref: string,
  models: readonly ModelEntry[] | undefined,
  path: ManifestPath,
  report: Report,
): void {
  if (ref.endsWith(".*")) {
    reportEmptyLabel(index, ref, path, report);
    return;
  }
  const prefix = ref.includes(".") ? `${ref.slice(0, ref.indexOf("."))}.` : "";
  const known = models
    ? models.flatMap((model) => [...model.permissions.keys()])
    : [...index.permissions.keys()];
  const squeezed = withoutUnderscores(ref.slice(prefix.length));
  const real = squeezed === null ? undefined : known.find((name) => name === prefix + squeezed);
  if (real !== undefined) {
    report(
      "SP203",
      path,
      `There is no permission \`${ref}\`: codenames hold no underscores between the words of a model's name.`,
      {
        hint: `Write \`${real}\`.`,
      },
    );
    return;
  }
  const bare = ref.slice(prefix.length);
  const others = [...index.permissions.values()].filter((entry) => entry.codename === bare);
  report(
    "SP201",
    path,
    `There is no permission \`${ref}\`${models ? " in this app or in its cascade" : ""}.`,
    {
      hint:
        others.length > 0
          ? `Write ${listNames(others.map((entry) => entry.name))}.`
          : (didYouMean(ref, known) ?? declareHint(bare)),
    },
  );
}

/** SP201 for `label.*` that stands for nothing. */
function reportEmptyLabel(
  { byLabel, permissions }: ManifestIndex,
  ref: string,
  path: ManifestPath,
  report: Report,
): void {
  const label = ref.slice(0, -".*".length);
  const labels = [...new Set([...permissions.values()].map(({ model }) => `${model.app.label}.*`))];
  report(
    "SP201",
    path,
    byLabel.has(label)
      ? `There is no permission of \`${label}\`: it has no model.`
      : `There is no permission \`${ref}\`: no app has the label \`${label}\`.`,
    {
      hint:
        didYouMean(ref, labels) ??
        (labels.length > 0
          ? `Labels with permissions: ${listNames(labels, "and")}.`
          : "Permissions are those of models: add one."),
    },
  );
}

function withoutUnderscores(codename: string): string | null {
  const action = STANDARD_ACTIONS.find((name) => codename.startsWith(`${name}_`));
  if (action === undefined) return null;
  const model = codename.slice(action.length + 1);
  return model.includes("_") ? `${action}_${model.replaceAll("_", "")}` : null;
}

function declareHint(codename: string): string | undefined {
  return codename.startsWith("can_")
    ? `Declare it under the model's \`permissions:\`, as \`${codename}: …\`.`
    : undefined;
}
