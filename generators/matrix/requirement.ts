import type { Guard, PermissionName, Requirement } from "./matrix.ts";
import type { RowFact } from "./row-state.ts";

/** A set of permissions, in the order in which the requirement names them. */
type PermissionSet = PermissionName[];

/** The requirement of a guard; null where login is enough or nobody is asked. */
export function requirementOf(guard: Guard): Requirement | null {
  return guard === "public" || guard === "login" ? null : guard;
}

/** @param isSo of facts about the row; none is asked where it is absent */
export function isMet(
  requirement: Requirement,
  holds: (name: PermissionName) => boolean,
  isSo: (fact: RowFact) => boolean = noRow,
): boolean {
  const meets = (part: Requirement) => isMet(part, holds, isSo);
  if (typeof requirement === "string") return holds(requirement);
  if ("row" in requirement) return requirement.row.every(isSo);
  return "any" in requirement ? requirement.any.some(meets) : requirement.all.every(meets);
}

function noRow(): never {
  throw new Error("what is so of the row is not known here");
}

/** The facts about the row that it asks. */
export function factsIn(requirement: Requirement): RowFact[] {
  if (typeof requirement === "string") return [];
  return "row" in requirement ? requirement.row : partsOf(requirement).flatMap(factsIn);
}

/** The same guard with other facts. */
export function mapFacts(guard: Guard, change: (fact: RowFact) => RowFact): Guard {
  const changed = (requirement: Requirement): Requirement => {
    if (typeof requirement === "string") return requirement;
    if ("row" in requirement) return { row: requirement.row.map(change) };
    return "any" in requirement
      ? { any: requirement.any.map(changed) }
      : { all: requirement.all.map(changed) };
  };
  const requirement = requirementOf(guard);
  return requirement === null ? guard : changed(requirement);
}

/** Whether a guard opens on some rows only, by what is so of them. */
export function asksRow(guard: Guard): boolean {
  const requirement = requirementOf(guard);
  return requirement !== null && factsIn(requirement).length > 0;
}

/**
 * What a guard asks of visitors where this is so of its row.
 *
 * @returns a guard without facts; `NEVER` where nobody passes
 */
export function guardWhere(guard: Guard, isSo: (fact: RowFact) => boolean): Guard {
  const requirement = requirementOf(guard);
  if (requirement === null) return guard;
  const left = simplified(requirement, isSo);
  if (typeof left === "boolean") return left ? "login" : NEVER;
  return left;
}

/** Met by nobody. */
export const NEVER: Requirement = { any: [] };

function simplified(
  requirement: Requirement,
  isSo: (fact: RowFact) => boolean,
): Requirement | boolean {
  if (typeof requirement === "string") return requirement;
  if ("row" in requirement) return requirement.row.every(isSo);
  const isAny = "any" in requirement;
  const parts = partsOf(requirement).map((part) => simplified(part, isSo));
  if (parts.includes(isAny)) return isAny;
  const left = parts.filter((part) => typeof part !== "boolean");
  const [only, ...others] = left;
  if (only === undefined) return !isAny;
  if (others.length === 0) return only;
  return isAny ? { any: left } : { all: left };
}

/** Every permission the requirement names, once. */
export function leaves(requirement: Requirement): PermissionSet {
  if (typeof requirement === "string") return [requirement];
  if ("row" in requirement) return [];
  return union(partsOf(requirement).map(leaves));
}

/** Some of the sets that are each enough to pass; together they use every alternative. */
export function alternatives(requirement: Requirement): PermissionSet[] {
  if (typeof requirement === "string") return [[requirement]];
  if ("row" in requirement) return noRow();
  const parts = partsOf(requirement).map(alternatives);
  return "any" in requirement ? distinct(parts.flat()) : sideBySide(parts);
}

/** Some of the sets whose lack is enough to fail; the mirror image of `alternatives`. */
export function blockers(requirement: Requirement): PermissionSet[] {
  if (typeof requirement === "string") return [[requirement]];
  if ("row" in requirement) return noRow();
  const parts = partsOf(requirement).map(blockers);
  return "any" in requirement ? sideBySide(parts) : distinct(parts.flat());
}

export function union(sets: readonly PermissionSet[]): PermissionSet {
  return [...new Set(sets.flat())];
}

function partsOf(requirement: { any: Requirement[] } | { all: Requirement[] }): Requirement[] {
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
