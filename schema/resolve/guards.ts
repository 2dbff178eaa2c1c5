import {
  standardCodename,
  type AppEntry,
  type ManifestIndex,
  type ModelEntry,
  type ViewEntry,
} from "../manifest-index.ts";
import type {
  AllPermissions,
  AnyPermission,
  PermissionRef,
  RowCondition,
} from "../manifest.types.ts";
import type { Guard, Requirement } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import { findPermission } from "./lookup.ts";
import { resolveRowFacts } from "./row-facts.ts";

export interface Cascades {
  index: ManifestIndex;
  roots: ReadonlyMap<AppEntry, ModelEntry | null>;
}

/**
 * The view's guard as written, or its kind's default; null when there is none, or after reporting
 * what is wrong with the permission.
 *
 * @param model the view's model; null when it has none
 * @param row the model of the row that it is about; null when it is about none
 */
export function resolveViewGuard(
  cascades: Cascades,
  view: ViewEntry,
  model: ModelEntry | null,
  row: ModelEntry | null,
  report: Report,
): Guard | null {
  const { permission, public: isPublic } = view.manifest;
  if (isPublic) return { kind: "public" };
  const standard = standardRequirement(cascades, view, model);
  if (permission !== undefined) {
    const place = { app: view.app, row, standard };
    return resolveGuard(cascades, place, permission, [...view.path, "permission"], report);
  }
  return standard === null ? null : { kind: "permission", requirement: standard };
}

/** What a view of its kind asks, unsaid. */
function standardRequirement(
  cascades: Cascades,
  view: ViewEntry,
  model: ModelEntry | null,
): Requirement | null {
  const { action } = VIEW_KINDS[view.manifest.kind];
  const guarding = guardingModel(cascades, view, model);
  if (action === null || guarding === null) return null;
  return `${guarding.app.label}.${standardCodename(action, guarding.name)}`;
}

/** The model whose standard permissions guard a view by default: the cascade's root, else its own. */
export function guardingModel(
  { roots }: Cascades,
  view: ViewEntry,
  model: ModelEntry | null,
): ModelEntry | null {
  return roots.get(view.app) ?? model;
}

/** Where a permission is written. */
export interface GuardPlace {
  app: AppEntry;
  /** The model of the row that the door is about; null when it is about none. */
  row: ModelEntry | null;
  /** What facts alone are asked besides; null: nothing stands for them. */
  standard: Requirement | null;
}

/** A written permission as a guard; null after reporting what is wrong with it. */
export function resolveGuard(
  cascades: Cascades,
  place: GuardPlace,
  permission: PermissionRef,
  path: ManifestPath,
  report: Report,
): Exclude<Guard, { kind: "public" }> | null {
  if (permission === "none") return { kind: "login" };
  const requirement = resolveRequirement(cascades, place, permission, path, report);
  if (requirement === null) return null;
  if (requirement === "login") return { kind: "login" };
  if (namesSomebody(permission)) return { kind: "permission", requirement };
  if (place.standard === null) {
    report("SP273", path, "Facts say which rows, and not who may: nobody is named.", {
      hint: "Write `{ all: [login, { row: … }] }` if login is enough, or a permission in its place.",
      at: "key",
    });
    return null;
  }
  return { kind: "permission", requirement: { all: [place.standard, requirement] } };
}

/** It says who may: then it is the whole answer. */
function namesSomebody(permission: PermissionRef): boolean {
  if (typeof permission === "string") return true;
  if ("row" in permission) return false;
  return partsOf(permission).some(namesSomebody);
}

function partsOf(permission: AnyPermission | AllPermissions): PermissionRef[] {
  return "any" in permission ? permission.any : permission.all;
}

/** Login as a part of `all` adds nothing: whoever holds a permission, or is judged by facts, is in. */
function resolveRequirement(
  cascades: Cascades,
  place: GuardPlace,
  permission: PermissionRef,
  path: ManifestPath,
  report: Report,
): Requirement | "login" | null {
  if (typeof permission === "string") return resolveName(cascades, place, permission, path, report);
  if ("row" in permission) return resolveRow(cascades, place, permission, path, report);
  const key = "any" in permission ? "any" : "all";
  const parts = partsOf(permission);
  const requirements = parts.map((part, position) =>
    resolveRequirement(cascades, place, part, [...path, key, position], report),
  );
  if (requirements.includes(null)) return null;
  const found = requirements.flatMap((part) => (part === null || part === "login" ? [] : part));
  if (found.length === parts.length) return key === "any" ? { any: found } : { all: found };
  if (key === "any" && parts.length > 1) {
    report("SP208", path, "Login is one of several, so that the others open nothing.", {
      hint: "Write `permission: login` alone, or take it out of the list.",
    });
    return null;
  }
  const [only, ...others] = found;
  if (only === undefined) return "login";
  return others.length === 0 ? only : { all: found };
}

function resolveName(
  { index, roots }: Cascades,
  { app }: GuardPlace,
  name: string,
  path: ManifestPath,
  report: Report,
): Requirement | "login" | null {
  if (name === "none") {
    report("SP208", path, "`none` stands inside a combination.", {
      hint: "Write `permission: none` alone, or remove it from the list.",
    });
    return null;
  }
  // A codename of that name is older than the word, and means what it meant.
  const isCodename =
    index.permissions.has(`${app.label}.${name}`) || roots.get(app)?.permissions.has(name);
  if (name === "login" && !isCodename) return "login";
  return findPermission(index, roots, app, name, path, report)?.name ?? null;
}

function resolveRow(
  { index }: Cascades,
  { row }: GuardPlace,
  condition: RowCondition,
  path: ManifestPath,
  report: Report,
): Requirement | null {
  if (row === null) {
    report("SP272", path, "There is no row here that `row` could speak of.", {
      hint: "Ask facts of a detail, update or delete view, of an action with a row, or of a page with an `object`.",
    });
    return null;
  }
  const facts = resolveRowFacts(index, row, condition.row, [...path, "row"], report);
  return facts && { row: facts };
}
