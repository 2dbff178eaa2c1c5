/**
 * Guards as data: who passes a door. Decorators hold them, `Visitor.passes` decides them, and the
 * menu is filtered by them, so that all three say the same.
 */
import type { Permission } from "#permissions";

/**
 * A permission, facts about the row, or a combination of requirements. An empty combination is
 * refused, never met.
 */
export type Requirement =
  | Permission
  | RowCondition
  | { readonly any: readonly Requirement[] }
  | { readonly all: readonly Requirement[] };

/** What must be true of the row that a door is about, whoever comes; superusers too. */
export interface RowCondition {
  readonly row: Facts;
}

/**
 * What fields hold, by field; all of it is so. A name goes through references with dots: over an empty
 * one everything is null. It may end with a related name, of which one row meets what is said.
 */
export interface Facts {
  readonly [name: string]: Fact;
}

export type Fact = FactValue | readonly FactValue[] | OtherThan | Facts;

/** In a user field: who asks. Whoever is not logged in is neither this user nor another one. */
export const USER: unique symbol = Symbol("the visitor");

export type FactValue = string | number | boolean | null | typeof USER;

/** Any value but these, or none. */
export class OtherThan {
  readonly values: readonly FactValue[];
  constructor(values: readonly FactValue[]) {
    this.values = values;
  }
}

/** Who passes. `login`: any active user. `permission` includes login. */
export type Guard =
  | { readonly kind: "public" }
  | { readonly kind: "login" }
  | { readonly kind: "permission"; readonly requirement: Requirement };

/** One entry of the menu; shown to those whom the guard lets pass. */
export interface NavigationItem {
  /** The title of those that it stands among. */
  readonly group?: string;
  readonly label: string;
  readonly href: string;
  readonly guard: Guard;
}

/** Met by whoever meets at least one of the requirements. */
export function anyOf(...requirements: readonly Requirement[]): Requirement {
  return { any: requirements };
}

/** Met by whoever meets every one of the requirements. */
export function allOf(...requirements: readonly Requirement[]): Requirement {
  return { all: requirements };
}

/** Met on rows of which all of this is so. */
export function row(facts: Facts): RowCondition {
  return { row: facts };
}

/** In facts: any value but these. */
export function not(...values: readonly FactValue[]): OtherThan {
  return new OtherThan(values);
}

/** The permissions that a guard names. */
export function permissionsIn(guard: Guard): Permission[] {
  return partsOf(guard).filter((part) => typeof part === "string");
}

/** The facts that a guard asks of its row. */
export function factsIn(guard: Guard): Facts[] {
  return partsOf(guard).flatMap((part) => (typeof part === "string" ? [] : [part.row]));
}

function partsOf(guard: Guard): (Permission | RowCondition)[] {
  const parts = (requirement: Requirement): (Permission | RowCondition)[] => {
    if (typeof requirement === "string" || "row" in requirement) return [requirement];
    return ("any" in requirement ? requirement.any : requirement.all).flatMap(parts);
  };
  return guard.kind === "permission" ? parts(guard.requirement) : [];
}

/** Decides a requirement, given tests for single permissions and for facts; none is so by itself. */
export function isMet(
  requirement: Requirement,
  hasPerm: (permission: Permission) => boolean,
  isSo: (facts: Facts) => boolean = () => false,
): boolean {
  const meets = (part: Requirement) => isMet(part, hasPerm, isSo);
  if (typeof requirement === "string") return hasPerm(requirement);
  if ("row" in requirement) return isSo(requirement.row);
  if ("any" in requirement) return requirement.any.some(meets);
  return requirement.all.length > 0 && requirement.all.every(meets);
}
