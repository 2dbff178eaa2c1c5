import { posix } from "node:path";
import { kebabCase } from "./names.ts";

/** Where the files of an app are, each in one place. */

interface InFolder {
  /** Folder names from the project's app folder down. */
  path: readonly string[];
}

/** Folder of an app: `src/apps/inventory/record`. */
export function appFolder(app: InFolder): string {
  return posix.join("src/apps", ...app.path);
}

export function modelsFile(app: InFolder): string {
  return posix.join(appFolder(app), "models.ts");
}

/** Where the permissions' constants are. */
export function permissionsFile(app: InFolder): string {
  return posix.join(appFolder(app), "permissions.ts");
}

export function formsFile(app: InFolder): string {
  return posix.join(appFolder(app), "forms.ts");
}

/** Where is said what people read for choices. */
export function choicesFile(app: InFolder): string {
  return posix.join(appFolder(app), "choices.ts");
}

/** Where the paths of its views are. */
export function urlsFile(app: InFolder): string {
  return posix.join(appFolder(app), "urls.ts");
}

/** Where a view's class is. */
export function viewFile(app: InFolder, view: { name: string }): string {
  return posix.join(appFolder(app), "views", `${kebabCase(view.name)}.ts`);
}

/** Where the component of a view's page is. */
export function pageFile(app: InFolder, view: { name: string }): string {
  return posix.join(appFolder(app), "templates", `${kebabCase(view.name)}.tsx`);
}

/** Where the inputs of a model are, in a folder that keeps it apart from every view's page. */
export function fieldsFile(app: InFolder, model: string): string {
  return posix.join(appFolder(app), "templates/fields", `${kebabCase(model)}.tsx`);
}

/** Where these files were while they were called as the manifest spells their names. */
export const EARLIER_FILES = {
  view: (app: InFolder, view: { name: string }) =>
    posix.join(appFolder(app), "views", `${view.name}.ts`),
  page: (app: InFolder, view: { name: string }) =>
    posix.join(appFolder(app), "templates", `${view.name}.tsx`),
  fields: (app: InFolder, model: string) =>
    posix.join(appFolder(app), "templates", `${model.toLowerCase()}-fields.tsx`),
};
