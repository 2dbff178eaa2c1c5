import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { ModelRef } from "../../../schema/project.ts";
import { pascalCase } from "../../../schema/spelling.ts";

/**
 * Every name that the TypeScript target derives from a name of the manifest, in one place; some of
 * them the language's rules have to know, too.
 */
export { pascalCase };
export { columnName } from "../../../schema/targets/common.ts";
export { permissionKey, rowType, viewClass } from "../../../schema/targets/typescript.ts";

/** `inventory_record` → `inventoryRecord`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** `check_in` and `CheckIn` → `check-in`, as files are called. */
export function kebabCase(name: string): string {
  return name
    .replaceAll("_", "-")
    .replaceAll(/([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$&-")
    .toLowerCase();
}

/** `InventoryRecordPermission`, the object of an app's permission constants and its type. */
export function permissionObject(label: string): string {
  return `${pascalCase(label)}Permission`;
}

/** `inventoryUrls`, the object of an app's paths. */
export function urlsObject(label: string): string {
  return `${camelCase(label)}Urls`;
}

/** `inventoryChoices`, what other apps' files call an app's labels of choices. */
export function choicesNamespace(label: string): string {
  return `${camelCase(label)}Choices`;
}

/** `InventoryUpdatePage`, the component of a view's page. */
export function pageComponent(label: string, view: string): string {
  return `${pascalCase(label)}${pascalCase(view)}Page`;
}

/** `InventoryForm`, the form of a model. */
export function formObject(model: string): string {
  return `${model}Form`;
}

/** `InventoryFields`, the component with the inputs of a model. */
export function fieldsComponent(model: string): string {
  return `${model}Fields`;
}

/** What a page calls the rows that its controls offer; its mixed case can be no handler's name. */
export const OFFERED = "offeredBy";

/** `offeredBy.inventoryLend`, those of the controls of an action: two words, as no event is called. */
export function offersOfAction(label: string, view: string): string {
  return `${OFFERED}.${camelCase(`${label}_${view}`)}`;
}

/** `offeredBy.lend`, those of an event's. */
export function offersOfEvent(handler: string): string {
  return `${OFFERED}.${handler}`;
}

/** PostgreSQL cuts longer identifiers silently, so that two of them may become one. */
export const LONGEST_SQL_NAME = 63;

/** A table's name leaves room for its sequence, `<table>_id_seq`. */
const LONGEST_TABLE_NAME = LONGEST_SQL_NAME - "_id_seq".length;

/** SQL table as Django names it: label, underscore, model name in lower case. */
export function tableName(ref: ModelRef): string {
  return sqlName(`${ref.label}_${ref.model.toLowerCase()}`, LONGEST_TABLE_NAME);
}

/** `name`, or its beginning and a digest when PostgreSQL would cut it. */
export function sqlName(name: string, longest: number = LONGEST_SQL_NAME): string {
  return name.length <= longest ? name : digestedName(name, name, longest);
}

/** The beginning of `name` and a digest of `source`. */
export function digestedName(
  name: string,
  source: string,
  longest: number = LONGEST_SQL_NAME,
): string {
  const digest = createHash("sha256").update(source).digest("hex").slice(0, 8);
  return `${name.slice(0, longest - 9)}_${digest}`;
}

/**
 * Import specifier from one project file to another: by path in the same app or folder and below it
 * (`../permissions.ts`), everywhere else by the place below `src/` (`#runtime/view`), which
 * package.json's `imports` resolve.
 */
export function importSpecifier(fromFile: string, toFile: string): string {
  const path = posix.relative(posix.dirname(fromFile), toFile);
  if (!path.startsWith("../")) return `./${path}`;
  return appFolderOf(fromFile) === appFolderOf(toFile) ? path : subpath(toFile);
}

/** `src/runtime/view.ts` as it is imported from everywhere. */
export function subpath(file: string): string {
  return `#${file.replace(/^src\//, "").replace(/\.tsx?$/, "")}`;
}

/** The folder of the app that a file belongs to; of a file of no app a name of its own. */
function appFolderOf(file: string): string {
  if (!file.startsWith("src/apps/")) return file;
  return posix.dirname(file).replace(/\/(?:views|templates(?:\/fields)?)$/, "");
}
