import {
  standardCodename,
  type AppEntry,
  type ManifestIndex,
  type ModelEntry,
  type ViewEntry,
} from "../manifest-index.ts";
import type { PermissionRef } from "../manifest.types.ts";
import type { Guard, Requirement } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import { findPermission } from "./lookup.ts";

export interface Cascades {
  index: ManifestIndex;
  roots: ReadonlyMap<AppEntry, ModelEntry | null>;
}

/**
 * The view's guard as written, or its kind's default; null when there is none, or after reporting
 * what is wrong with the permission.
 *
 * @param model the view's model; null when it has none
 */
export function resolveViewGuard(
  cascades: Cascades,
  view: ViewEntry,
  model: ModelEntry | null,
  report: Report,
): Guard | null {
  const { permission, public: isPublic, kind } = view.manifest;
  if (isPublic) return { kind: "public" };
  if (permission !== undefined) {
    return resolveGuard(cascades, view.app, permission, [...view.path, "permission"], report);
  }
  const { action } = VIEW_KINDS[kind];
  const guarding = guardingModel(cascades, view, model);
  if (action === null || guarding === null) return null;
  const name = `${guarding.app.label}.${standardCodename(action, guarding.name)}`;
  return { kind: "permission", requirement: name };
}

/** The model whose standard permissions guard a view by default: the cascade's root, else its own. */
export function guardingModel(
  { roots }: Cascades,
  view: ViewEntry,
  model: ModelEntry | null,
): ModelEntry | null {
  return roots.get(view.app) ?? model;
}

/** A written permission as a guard; null after reporting what is wrong with it. */
export function resolveGuard(
  cascades: Cascades,
  app: AppEntry,
  permission: PermissionRef,
  path: ManifestPath,
  report: Report,
): Exclude<Guard, { kind: "public" }> | null {
  if (permission === "none") return { kind: "login" };
  const requirement = resolveRequirement(cascades, app, permission, path, report);
  return requirement === null ? null : { kind: "permission", requirement };
}

function resolveRequirement(
  cascades: Cascades,
  app: AppEntry,
  permission: PermissionRef,
  path: ManifestPath,
  report: Report,
): Requirement | null {
  if (typeof permission === "string") {
    if (permission === "none") {
      report("SP208", path, "`none` stands inside a combination.", {
        hint: "Write `permission: none` alone, or remove it from the list.",
      });
      return null;
    }
    const { index, roots } = cascades;
    return findPermission(index, roots, app, permission, path, report)?.name ?? null;
  }
  const key = "any" in permission ? "any" : "all";
  const parts = "any" in permission ? permission.any : permission.all;
  const requirements = parts.map((part, position) =>
    resolveRequirement(cascades, app, part, [...path, key, position], report),
  );
  const found = requirements.filter((requirement) => requirement !== null);
  if (found.length < parts.length) return null;
  return key === "any" ? { any: found } : { all: found };
}
