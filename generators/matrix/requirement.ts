import type { Guard, PermissionName, Requirement } from "./matrix.ts";

/** A set of permissions, in the order in which the requirement names them. */
type PermissionSet = PermissionName[];

/** The requirement of a guard; null where login is enough or nobody is asked. */
export function requirementOf(guard: Guard): Requirement | null {
  return guard === "public" || guard === "login" ? null : guard;
}

export function isMet(requirement: Requirement, holds: (name: PermissionName) => boolean): boolean {
  if (typeof requirement === "string") return holds(requirement);
  if ("any" in requirement) return requirement.any.some((part) => isMet(part, holds));
  return requirement.all.every((part) => isMet(part, holds));
}

/** Every permission the requirement names, once. */
export function leaves(requirement: Requirement): PermissionSet {
  if (typeof requirement === "string") return [requirement];
  return union(partsOf(requirement).map(leaves));
}

/** Some of the sets that are each enough to pass; together they use every alternative. */
export function alternatives(requirement: Requirement): PermissionSet[] {
  if (typeof requirement === "string") return [[requirement]];
  const parts = partsOf(requirement).map(alternatives);
  return "any" in requirement ? distinct(parts.flat()) : sideBySide(parts);
}

/** Some of the sets whose lack is enough to fail; the mirror image of `alternatives`. */
export function blockers(requirement: Requirement): PermissionSet[] {
  if (typeof requirement === "string") return [[requirement]];
  const parts = partsOf(requirement).map(blockers);
  return "any" in requirement ? sideBySide(parts) : distinct(parts.flat());
}

export function union(sets: readonly PermissionSet[]): PermissionSet {
  return [...new Set(sets.flat())];
}

function partsOf(requirement: Exclude<Requirement, PermissionName>): Requirement[] {
  return "any" in requirement ? requirement.any : requirement.all;
}

/**
 * One set of each part, joined, so often that every set is used once. All combinations would grow
 * exponentially; `complete-sets.ts` works them out, up to a number.
 */
function sideBySide(parts: readonly PermissionSet[][]): PermissionSet[] {
  const longest = Math.max(...parts.map((sets) => sets.length));
  return distinct(
    Array.from({ length: longest }, (_, turn) =>
      union(parts.map((sets) => sets[turn % sets.length] ?? [])),
    ),
  );
}

function distinct(sets: readonly PermissionSet[]): PermissionSet[] {
  return [...new Map(sets.map((set) => [[...set].sort().join(" "), set])).values()];
}
