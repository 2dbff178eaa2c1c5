import type { StandardAction } from "../project.ts";
import { pascalCase } from "../spelling.ts";
import { DEVICES, ID_FIELD, SERVED, SQL_NAMES } from "./common.ts";
import { type DerivedNames, group, type ReservedWords, type TargetRules } from "./target-rules.ts";

const KEYWORDS = group(
  "is a reserved word of JavaScript, and would be the name of a function's parameter",
  `arguments async await break case catch class const continue debugger default delete do else enum
   eval export extends false finally for function if implements import in instanceof interface let
   new null package private protected public return static super switch this throw true try typeof
   undefined var void while with yield`,
);

/** `export * as package` is JavaScript, but TypeScript or esbuild refuses it. */
const STRICT_WORDS = group(
  "is a reserved word of JavaScript's modules, where TypeScript takes it for no export",
  "arguments await eval implements interface let package private protected public static yield",
);

const PROMISE = group("is what JavaScript calls on whatever is awaited", "then");

const OBJECT_MEMBER = group("is a member of every JavaScript object", "constructor");

const IGNORED_FOLDERS = group(
  "is a folder that tools and version control leave out",
  "node_modules dist",
);

/**
 * Views named `delete`, `new`, `class` or `import` are fine: they become file names, property keys
 * and parts of class names, never identifiers of their own.
 */
const WORDS: ReservedWords = {
  folder: [
    group("is a folder that every app has for its own files", "views templates"),
    OBJECT_MEMBER,
    DEVICES,
    IGNORED_FOLDERS,
  ],
  label: [
    group("is the label of the runtime's own tables (users, groups, sessions)", "auth"),
    STRICT_WORDS,
    PROMISE,
    OBJECT_MEMBER,
    DEVICES,
  ],
  model: [group("is a number of JavaScript", "NaN Infinity")],
  field: [ID_FIELD, PROMISE, OBJECT_MEMBER],
  view: [PROMISE, OBJECT_MEMBER, DEVICES],
  handler: [
    PROMISE,
    OBJECT_MEMBER,
    group(
      "is a member of every live view",
      `db denied done mount object params redirect refuse render request row show user view visitor
       handle_error not_found`,
    ),
  ],
  "event param": [
    group("is a word of the messages between page and server", "event headers"),
    PROMISE,
    OBJECT_MEMBER,
  ],
  "path parameter": [KEYWORDS, OBJECT_MEMBER],
  role: [OBJECT_MEMBER],
};

/** `InventoryUpdateView`. */
export function viewClass(label: string, view: string): string {
  return `${pascalCase(label)}${pascalCase(view)}View`;
}

/** `InventoryRow`, the type of a model's rows. */
export function rowType(model: string): string {
  return `${model}Row`;
}

/** `ChangeInventory` for a standard permission, `CanLockInventory` for a special one. */
export function permissionKey(
  permission: { codename: string; action: StandardAction | null },
  model: { name: string },
): string {
  return permission.action === null
    ? pascalCase(permission.codename)
    : pascalCase(permission.action) + model.name;
}

const DERIVED: DerivedNames = {
  app: (label) => [{ scope: "project", name: pascalCase(label) }],
  view: (label, view) => [{ scope: "views", name: viewClass(label, view) }],
  model: (label, model) => [
    ...SQL_NAMES.model(label, model),
    { scope: `models of ${label}`, name: model },
    { scope: `models of ${label}`, name: rowType(model), part: "the row type" },
  ],
  field: SQL_NAMES.field,
  permission: (label, model, permission) => [
    { scope: `permissions of ${label}`, name: permissionKey(permission, { name: model }) },
  ],
};

export const TYPESCRIPT: TargetRules = {
  words: WORDS,
  keptLabels: [
    {
      // Tables of the app `auth_x` could be those of the runtime: `auth_user` and `Group`.
      prefix: "auth_",
      reason: "Labels that begin with `auth_` are kept for the runtime's own tables.",
    },
  ],
  derived: DERIVED,
  served: SERVED,
  installedFolders: ["node_modules"],
};
