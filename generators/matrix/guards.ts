import type { HandlerManifest, PermissionRef } from "../../schema/manifest.types.ts";
import type { AppFacts, Facts, ModelFacts, ViewFacts } from "./facts.ts";
import type { Guard, Requirement } from "./matrix.ts";
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
  const { permission, public: open, kind } = view.manifest;
  if (open) return "public";
  if (permission !== undefined) return guardFor(facts, view.app, permission);
  const model = rootOf(facts, view.app) ?? view.model;
  const { action } = KINDS[kind];
  if (action === null || model === null) throw new Error(`${view.id} names no permission`);
  return `${model.label}.${action}_${model.name.toLowerCase()}`;
}

export function guardOfHandler(facts: Facts, view: ViewFacts, handler: HandlerManifest): Guard {
  if (handler.permission === undefined) throw new Error(`a handler of ${view.id} is not guarded`);
  return guardFor(facts, view.app, handler.permission);
}

function guardFor(facts: Facts, app: AppFacts, permission: PermissionRef): Guard {
  return permission === "none" ? "login" : requirementFor(facts, app, permission);
}

function requirementFor(facts: Facts, app: AppFacts, permission: PermissionRef): Requirement {
  if (typeof permission !== "string") {
    return "any" in permission
      ? { any: permission.any.map((part) => requirementFor(facts, app, part)) }
      : { all: permission.all.map((part) => requirementFor(facts, app, part)) };
  }
  if (permission.includes(".")) return permission;
  // A bare codename: one of this app's models, else of the cascade's.
  const own = app.models.some((model) => model.codenames.includes(permission));
  const label = own ? app.label : (rootOf(facts, app)?.label ?? app.label);
  return `${label}.${permission}`;
}
