import { standardCodename } from "../../../schema/manifest-index.ts";
import { formerLabels, hasRenames } from "../../render/former-names.ts";
import type { SafeApp, SafeModel, SafeView } from "../../render/safe-project.ts";
import * as names from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import { choicesFile, modelsFile, pageFile, viewFile } from "../code/files.ts";

type Pair = readonly [former: string, present: string];

/**
 * The words of generated code that `renamed_from` changes, for a file: former to present. What is
 * the present name of something else is left out. Fields are not among them, because their names
 * are words of everyday life.
 *
 * @returns by path; null when nothing is renamed
 */
export function renamedWords(
  project: ProjectIndex,
): ((path: string) => ReadonlyMap<string, string>) | null {
  if (!hasRenames(project)) return null;
  const everywhere: Pair[] = [];
  const local = new Map<string, Pair[]>();
  for (const app of project.apps) {
    const [former = app.label] = formerLabels(project.apps, app);
    everywhere.push(...appWords(app, former));
    for (const view of app.views) {
      const handlers = view.handlers.map(({ name, renamedFrom }): Pair => [
        renamedFrom ?? name,
        name,
      ]);
      for (const file of [viewFile(app, view), pageFile(app, view)]) local.set(file, handlers);
    }
    // The table itself has no word before it in the file that declares it, nor have its labels.
    const models = app.models.map((model): Pair => [formerName(model), model.name]);
    for (const file of [modelsFile(app), choicesFile(app)]) local.set(file, models);
  }
  const words = changed(everywhere);
  const own = new Map([...local].map(([path, pairs]) => [path, changed(pairs)] as const));
  if (words.size === 0 && [...own.values()].every(({ size }) => size === 0)) return null;
  return (path) => {
    const more = own.get(path);
    return more === undefined || more.size === 0 ? words : new Map([...words, ...more]);
  };
}

function formerName({ name, renamedFrom }: { name: string; renamedFrom: string | null }): string {
  return renamedFrom ?? name;
}

function changed(pairs: readonly Pair[]): ReadonlyMap<string, string> {
  const present = new Set(pairs.map(([, name]) => name));
  return new Map(pairs.filter(([former, name]) => former !== name && !present.has(former)));
}

function appWords({ label, models, views }: SafeApp, former: string): Pair[] {
  const derived = [names.permissionObject, names.urlsObject, names.choicesNamespace, namespace];
  return [
    ...derived.map((name): Pair => [name(former), name(label)]),
    ...views.flatMap((view) => viewWords(view, former, label)),
    ...models.flatMap((model) => modelWords(model, former, label)),
  ];
}

function viewWords(view: SafeView, former: string, label: string): Pair[] {
  const before = formerName(view);
  return [
    [names.viewClass(former, before), names.viewClass(label, view.name)],
    [names.pageComponent(former, before), names.pageComponent(label, view.name)],
    [`${names.urlsObject(former)}.${before}`, `${names.urlsObject(label)}.${view.name}`],
    [names.offersOfAction(former, before), names.offersOfAction(label, view.name)],
  ];
}

function modelWords(model: SafeModel, former: string, label: string): Pair[] {
  const before = formerName(model);
  const derived = [names.formObject, names.rowType, names.fieldsComponent];
  const own = ["models", namespace(label), "choices", names.choicesNamespace(label)];
  const previous = ["models", namespace(former), "choices", names.choicesNamespace(former)];
  const constants = [names.permissionObject(former), names.permissionObject(label)] as const;
  return [
    ...derived.map((name): Pair => [name(before), name(model.name)]),
    ...own.map((space, at): Pair => [`${previous[at]}.${before}`, `${space}.${model.name}`]),
    ...own.map((space, at): Pair => {
      return [`${previous[at]}.${names.rowType(before)}`, `${space}.${names.rowType(model.name)}`];
    }),
    ...model.permissions.flatMap((permission): Pair[] => {
      const { action, codename, name } = permission;
      const was =
        action === null ? (permission.renamedFrom ?? codename) : standardCodename(action, before);
      const key = names.permissionKey({ action, codename: was }, { name: before });
      return [
        [`${former}.${was}`, name],
        [
          `${constants[0]}.${key}`,
          `${constants[1]}.${names.permissionKey({ action, codename }, model)}`,
        ],
      ];
    }),
  ];
}

/** How other apps' files call a models.ts. */
function namespace(label: string): string {
  return `${names.camelCase(label)}Models`;
}
