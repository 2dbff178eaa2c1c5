/**
 * Guards as data: who passes a door. Decorators hold them, `Visitor.passes` decides them, and the
 * menu is filtered by them, so that all three say the same.
 */
import type { Permission } from "#permissions";

/** A permission, or a combination of requirements. An empty combination is refused, never met. */
export type Requirement =
  Permission | { readonly any: readonly Requirement[] } | { readonly all: readonly Requirement[] };

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

/** The permissions that a guard names. */
export function permissionsIn(guard: Guard): Permission[] {
  const named = (requirement: Requirement): Permission[] => {
    if (typeof requirement === "string") return [requirement];
    return ("any" in requirement ? requirement.any : requirement.all).flatMap(named);
  };
  return guard.kind === "permission" ? named(guard.requirement) : [];
}

/** Decides a requirement, given a test for single permissions. */
export function isMet(
  requirement: Requirement,
  hasPerm: (permission: Permission) => boolean,
): boolean {
  if (typeof requirement === "string") return hasPerm(requirement);
  if ("any" in requirement) return requirement.any.some((part) => isMet(part, hasPerm));
  return requirement.all.length > 0 && requirement.all.every((part) => isMet(part, hasPerm));
}
