import { isMap, parseDocument } from "yaml";
import type { AppManifest, Manifest } from "../manifest.types.ts";
import type { EditMap, EditValue } from "./emit.ts";
import { insertPair } from "./insert.ts";

/** One named thing to add to the manifest, as a pair of one of its maps. */
export interface Addition {
  /** Keys from the manifest's root to the map. */
  path: string[];
  key: string;
  value: EditValue;
}

/** An app; with a model, that model and the five views of a table come along. */
export function appAddition(app: {
  path: readonly string[];
  label?: string | undefined;
  cascade?: string | undefined;
  model?: string | undefined;
}): Addition {
  const value: EditMap = {
    ...(app.label && { label: app.label }),
    ...(app.cascade && { cascade: app.cascade }),
    ...(app.model && { models: { [app.model]: { fields: STARTER_FIELDS } }, views: TABLE_VIEWS }),
  };
  return { path: appKeys(app.path).slice(0, -1), key: app.path.at(-1) ?? "", value };
}

const STARTER_FIELDS: EditMap = { name: { type: "string", max_length: 255 } };

const TABLE_VIEWS: EditMap = {
  list: { kind: "list", links: ["create", "detail"] },
  detail: { kind: "detail", links: ["update", "delete"] },
  create: { kind: "create" },
  update: { kind: "update" },
  delete: { kind: "delete" },
};

export function modelAddition(
  app: readonly string[],
  model: string,
  fields: Record<string, EditValue>,
): Addition {
  const value = { fields: Object.keys(fields).length > 0 ? fields : STARTER_FIELDS };
  return { path: [...appKeys(app), "models"], key: model, value };
}

/**
 * What an app must say before it gets a second model: its views and sub-apps that meant its only
 * one name it from now on, so that nothing that stands there changes its meaning.
 */
export function onlyModelAdditions(
  manifest: Manifest,
  path: readonly string[],
  label: string,
): Addition[] {
  let app: AppManifest | undefined;
  for (const folder of path) app = (app ? app.apps : manifest.apps)?.[folder];
  const [model, ...others] = Object.keys(app?.models ?? {});
  if (!app || model === undefined || others.length > 0) return [];
  const views = Object.entries(app.views ?? {}).filter(([, view]) => view.model === undefined);
  const children = Object.entries(app.apps ?? {}).filter(([, child]) => !child.cascade);
  return [
    ...views.map(([view]) => ({
      path: [...appKeys(path), "views", view],
      key: "model",
      value: model,
    })),
    ...children.map(([child]) => ({
      path: appKeys([...path, child]),
      key: "cascade",
      value: `${label}.${model}`,
    })),
  ];
}

export function viewAddition(
  app: readonly string[],
  name: string,
  view: {
    kind: string;
    path?: string | undefined;
    model?: string | undefined;
    permission?: readonly string[] | undefined;
  },
): Addition {
  const value: EditMap = {
    kind: view.kind,
    ...(view.model && { model: view.model }),
    ...(view.path && { path: view.path }),
    ...requirement(view.permission),
  };
  return { path: [...appKeys(app), "views"], key: name, value };
}

export function handlerAddition(
  app: readonly string[],
  view: string,
  name: string,
  permission: readonly string[] | undefined,
): Addition {
  return {
    path: [...appKeys(app), "views", view, "handlers"],
    key: name,
    value: requirement(permission),
  };
}

export function permissionAddition(
  app: readonly string[],
  model: string,
  codename: string,
  description: string | undefined,
): Addition {
  const words = codename.replaceAll("_", " ");
  return {
    path: [...appKeys(app), "models", model, "permissions"],
    key: codename,
    value: description ?? words.charAt(0).toUpperCase() + words.slice(1),
  };
}

/** Several permissions are all demanded: the narrower reading of a repeated option. */
function requirement(permission: readonly string[] | undefined): EditMap {
  const [first, ...rest] = permission ?? [];
  if (first === undefined) return {};
  return { permission: rest.length > 0 ? { all: [first, ...rest] } : first };
}

/** `["sales", "refund"]` → `["apps", "sales", "apps", "refund"]`. */
function appKeys(path: readonly string[]): string[] {
  return path.flatMap((folder) => ["apps", folder]);
}

/**
 * Makes an addition in the manifest file that holds its app; in the first file when none does.
 *
 * @param files the texts of the manifest and its includes, by path, the manifest first
 * @returns the one file that changes
 * @throws {SpireError} E_ALREADY_EXISTS; E_CANNOT_EDIT when the file is written in a way that does
 *   not allow it
 */
export function addToManifest(
  files: Readonly<Record<string, string>>,
  addition: Addition,
): { file: string; text: string } {
  const depths = Object.entries(files).map(([file, text]) => ({
    file,
    text,
    depth: existingDepth(text, addition.path),
  }));
  // `apps` alone is in every file: the manifest itself is the place for a new top-level app.
  const home = depths.reduce((best, next) => (next.depth > Math.max(best.depth, 1) ? next : best));
  const text = insertPair(home.text, addition.path, addition.key, addition.value);
  return { file: home.file, text };
}

/** How many of the keys lead to maps that are written in this file. */
function existingDepth(text: string, path: readonly string[]): number {
  let node: unknown = parseDocument(text, { stringKeys: true }).contents;
  for (const [depth, key] of path.entries()) {
    if (!isMap(node) || !node.has(key)) return depth;
    node = node.get(key);
  }
  return path.length;
}
