import type { Guard, PermissionName, Requirement } from "./project.ts";
import type { Fact } from "./row-condition.ts";

/** What is made of each form of a requirement: of a permission by its name, else of its parts. */
export interface RequirementForms<T> {
  permission: (name: PermissionName) => T;
  /** Facts that all hold of the row. */
  row: (facts: Fact[]) => T;
  any: (parts: T[]) => T;
  all: (parts: T[]) => T;
}

/** Works out a requirement from its permissions upwards. */
export function foldRequirement<T>(requirement: Requirement, forms: RequirementForms<T>): T {
  if (typeof requirement === "string") return forms.permission(requirement);
  const parts = (of: readonly Requirement[]) => of.map((part) => foldRequirement(part, forms));
  if ("any" in requirement) return forms.any(parts(requirement.any));
  if ("all" in requirement) return forms.all(parts(requirement.all));
  if ("row" in requirement) return forms.row(requirement.row);
  return requirement satisfies never;
}

/** The permissions that a requirement names. */
export function permissionsOf(requirement: Requirement): string[] {
  return foldRequirement<string[]>(requirement, {
    permission: (name) => [name],
    row: () => [],
    any: (parts) => parts.flat(),
    all: (parts) => parts.flat(),
  });
}

/** The facts that a guard asks of its row. */
export function factsOf(guard: Guard): Fact[] {
  if (guard.kind !== "permission") return [];
  return foldRequirement<Fact[]>(guard.requirement, {
    permission: () => [],
    row: (facts) => facts,
    any: (parts) => parts.flat(),
    all: (parts) => parts.flat(),
  });
}

/** What a guard asks of whoever comes, as long as it is not known what is so of the row. */
export function onSomeRow(guard: Guard): Guard {
  if (guard.kind !== "permission") return guard;
  // true: nothing but login.
  const left = foldRequirement<Requirement | true>(guard.requirement, {
    permission: (name) => name,
    row: () => true,
    any: (parts) => {
      const asked = parts.filter((part) => part !== true);
      return asked.length < parts.length ? true : { any: asked };
    },
    all: (parts) => {
      const asked = parts.filter((part) => part !== true);
      const [only, ...others] = asked;
      if (only === undefined) return true;
      return others.length === 0 ? only : { all: asked };
    },
  });
  return left === true ? { kind: "login" } : { kind: "permission", requirement: left };
}

/** Whether somebody who is logged in and holds these permissions passes, on some row. */
export function passes(permissions: readonly PermissionName[], guard: Guard): boolean {
  if (guard.kind !== "permission") return true;
  return foldRequirement(guard.requirement, {
    permission: (name) => permissions.includes(name),
    row: () => true,
    any: (parts) => parts.some(Boolean),
    all: (parts) => parts.every(Boolean),
  });
}
