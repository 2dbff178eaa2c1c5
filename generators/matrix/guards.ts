import type { HandlerManifest, PermissionRef } from "../../schema/manifest.types.ts";
import type { AppFacts, Facts, ModelFacts, ViewFacts } from "./facts.ts";
import type { Guard, Requirement } from "./matrix.ts";
import { rowFacts } from "./row-facts.ts";
import { KINDS } from "./view-kinds.ts";

/** The model whose permissions the app's views check: followed upwards to the end of the cascade. */
export function rootOf(facts: Facts, app: AppFacts): ModelFacts | null {
  const { cascade } = app.manifest;
  if (cascade === "none" || (cascade === undefined && app.parent === null)) return null;
  if (cascade !== undefined && cascade !== "parent") {
    const model = facts.model(cascade, app);
    const owner = facts.apps.find((other) => other.label === model?.label);
    return (owner && rootOf(facts, owner)) ?? model;
  }
  if (app.parent === null) return null;
  return rootOf(facts, app.parent) ?? app.parent.models[0] ?? null;
}

export function guardOfView(facts: Facts, view: ViewFacts): Guard {
  const { permission, public: open } = view.manifest;
  if (open) return "public";
  const standard = standardOf(facts, view);
  if (permission === undefined) {
    if (standard === null) throw new Error(`${view.id} names no permission`);
    return standard;
  }
  const guard = guardFor(facts, view.app, rowOf(view), permission);
  if (!saysOnlyFacts(permission) || standard === null || guard === "login") return guard;
  return guard === "public" ? guard : { all: [standard, guard] };
}

export function guardOfHandler(facts: Facts, view: ViewFacts, handler: HandlerManifest): Guard {
  if (handler.permission === undefined) throw new Error(`a handler of ${view.id} is not guarded`);
  return guardFor(facts, view.app, view.object?.model ?? null, handler.permission);
}

/** What a view of its kind asks when nothing is written; null: it has to be written. */
function standardOf(facts: Facts, view: ViewFacts): Requirement | null {
  const model = rootOf(facts, view.app) ?? view.model;
  const { action } = KINDS[view.manifest.kind];
  if (action === null || model === null) return null;
  return `${model.label}.${action}_${model.name.toLowerCase()}`;
}

/** The model of the row that a view is about. */
export function rowOf({ rowKey, model, object, manifest }: ViewFacts): ModelFacts | null {
  if (rowKey !== null) return model;
  const { hasRow, shows } = KINDS[manifest.kind];
  return hasRow || shows === "object" ? (object?.model ?? null) : null;
}

function saysOnlyFacts(permission: PermissionRef): boolean {
  if (typeof permission === "string") return false;
  if ("row" in permission) return true;
  return ("any" in permission ? permission.any : permission.all).every(saysOnlyFacts);
}

function guardFor(
  facts: Facts,
  app: AppFacts,
  row: ModelFacts | null,
  permission: PermissionRef,
): Guard {
  const requirement = permission === "none" ? LOGIN : requirementFor(facts, app, row, permission);
  return isLogin(requirement) ? "login" : requirement;
}

/** Whoever is asked anything is logged in, so that login asks nothing more. */
const LOGIN: Requirement = { all: [] };

function isLogin(requirement: Requirement): boolean {
  return typeof requirement !== "string" && "all" in requirement && requirement.all.every(isLogin);
}

function requirementFor(
  facts: Facts,
  app: AppFacts,
  row: ModelFacts | null,
  permission: PermissionRef,
): Requirement {
  if (typeof permission !== "string") {
    if ("row" in permission) {
      if (row === null) throw new Error("facts are asked where there is no row");
      return { row: rowFacts(facts, row, permission.row) };
    }
    const partsOf = (parts: PermissionRef[]) =>
      parts.map((part) => requirementFor(facts, app, row, part));
    if ("any" in permission) return { any: partsOf(permission.any) };
    const asked = partsOf(permission.all).filter((part) => !isLogin(part));
    const [only] = asked;
    const isBesideLogin = asked.length === 1 && permission.all.length > 1;
    return only !== undefined && isBesideLogin ? only : { all: asked };
  }
  if (permission.includes(".")) return permission;
  // A bare codename: one of this app's models, else of the cascade's.
  const own = app.models.some((model) => model.codenames.includes(permission));
  const root = rootOf(facts, app);
  if (permission === "login" && !own && !root?.codenames.includes(permission)) return LOGIN;
  return `${own ? app.label : (root?.label ?? app.label)}.${permission}`;
}
