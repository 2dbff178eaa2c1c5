import { completeSets } from "./complete-sets.ts";
import type { Guard, PermissionName, Requirement, Visitor } from "./matrix.ts";
import type { AccessRules } from "./outcome.ts";
import { alternatives, leaves, NEVER, requirementOf } from "./requirement.ts";

/** Whom to send to a door or to a page. */
export interface Visitors {
  everybody: Visitor[];
  /** They tell its condition from every other one; else it has too many sets of permissions for that. */
  isComplete: boolean;
}

/** The apps whose own permissions must open no door that they do not guard. */
export interface Relatives {
  own: string | null;
  parent: string | null;
  /** Where the cascade ends. */
  root: string | null;
  child: string | null;
  sibling: string | null;
}

/**
 * Every kind of visitor that has something to prove at an endpoint, without repeats. Among them is
 * whoever has a minimal set of what it takes, and whoever has all but a minimal set.
 */
export function visitorsAt(
  rules: AccessRules,
  relatives: Relatives,
  roleNames: readonly string[],
): Visitors {
  const { enough: needed, blocking, isComplete } = completeSets(conditionOf(rules));
  const [enough = []] = needed;
  const parts = [rules.page, rules.guard].flatMap(requirementIn);
  const everybody: Visitor[] = [
    { user: "none" },
    { user: "inactive", grants: { all_except: [] } },
    { user: "active" },
    ...needed.map(holder),
    // The page alone, the handler alone, and one permission short of enough.
    ...[rules.page, rules.guard].flatMap(someEnough).map(holder),
    ...oneShortOf(rules).map(holder),
    ...[...parts.flatMap(eachOf), ...blocking].map(allBut),
    ...Object.values(relatives)
      .filter((app) => app !== null)
      .map((app): Visitor => ({ user: "active", grants: { app } })),
    ...roleNames.map((role): Visitor => ({ user: "active", grants: { role } })),
    { user: "superuser" },
    ...parts
      .flatMap((part) => completeSets(part).blocking.slice(0, 1))
      .map((revoke): Visitor => ({ ...holder(enough), meanwhile: { revoke } })),
    { ...holder(enough), meanwhile: "log_out" },
    { ...holder(enough), meanwhile: "deactivate" },
    ...(rules.hasMember && rules.isMemberThere === undefined ? outsiders(enough) : []),
  ];
  return { everybody, isComplete };
}

/** Visitors who can tell whether a control's visibility follows its target's guard. */
export function visitorsBefore(
  page: Guard,
  target: AccessRules,
  roleNames: readonly string[],
): Visitors {
  const rules = { ...target, page };
  const { enough: needed, blocking, isComplete } = completeSets(conditionOf(rules));
  const [all = []] = needed;
  const everybody: Visitor[] = [
    { user: "none" },
    ...someEnough(page).map(holder),
    ...needed.map(holder),
    ...oneShortOf(rules).map(holder),
    ...[...requirementIn(target.guard).flatMap(eachOf), ...blocking].map(allBut),
    ...roleNames.map((role): Visitor => ({ user: "active", grants: { role } })),
    { user: "superuser" },
    ...(target.hasMember && target.isMemberThere === undefined ? outsiders(all).slice(0, 2) : []),
  ];
  return { everybody, isComplete };
}

/** A name that says everything about the visitor, so that equal names are equal visitors. */
export function nameOf(visitor: Visitor): string {
  return [whoOf(visitor), membershipOf(visitor), laterOf(visitor)]
    .filter((part) => part !== "")
    .join(", ");
}

function whoOf({ user, grants }: Visitor): string {
  if (user === "none") return "anonymous";
  if (user === "superuser") return "superuser";
  const prefix = user === "inactive" ? "inactive, " : "";
  if (grants === undefined) return `${prefix}no permissions`;
  if ("only" in grants) return `${prefix}only ${grants.only.join(" + ")}`;
  if ("app" in grants) return `${prefix}only ${grants.app}.*`;
  if ("role" in grants) return `${prefix}role ${grants.role}`;
  if (grants.all_except.length === 0) return `${prefix}every permission`;
  return `${prefix}all but ${grants.all_except.join(" + ")}`;
}

function membershipOf({ membership }: Visitor): string {
  if (membership === undefined) return "";
  return membership === "none" ? "not a member" : "member of another";
}

function laterOf({ meanwhile }: Visitor): string {
  if (meanwhile === undefined) return "";
  if (typeof meanwhile === "object") return `loses ${meanwhile.revoke.join(" + ")} mid-session`;
  const said = {
    log_out: "logged out mid-session",
    deactivate: "deactivated mid-session",
    leave: "membership ends mid-session",
  };
  return said[meanwhile];
}

/** Holds these alone. */
export function holder(only: PermissionName[]): Visitor {
  return only.length === 0 ? { user: "active" } : { user: "active", grants: { only } };
}

function outsiders(enough: PermissionName[]): Visitor[] {
  return [
    { ...holder(enough), membership: "none" },
    { ...holder(enough), membership: "another" },
    { user: "superuser", membership: "none" },
    { ...holder(enough), meanwhile: "leave" },
  ];
}

/** What it takes to get in, and to the page before; null: login, or nothing. */
export function conditionOf({
  page,
  guard,
}: Pick<AccessRules, "page" | "guard">): Requirement | null {
  const asked = [page, guard].flatMap(requirementIn);
  // A row that one of the two keeps everybody from.
  if (asked.includes(NEVER)) return NEVER;
  const [first, ...others] = asked;
  if (first === undefined) return null;
  return others.length === 0 ? first : { all: [first, ...others] };
}

function requirementIn(guard: Guard | null): Requirement[] {
  const requirement = guard === null ? null : requirementOf(guard);
  return requirement === null ? [] : [requirement];
}

/** Sets that open a guard by itself, every alternative among them. */
function someEnough(guard: Guard | null): PermissionName[][] {
  const [requirement] = requirementIn(guard);
  return requirement === undefined ? [[]] : alternatives(requirement);
}

/** What is enough but for one permission, by every alternative. */
function oneShortOf(rules: Pick<AccessRules, "page" | "guard">): PermissionName[][] {
  const condition = conditionOf(rules);
  if (condition === null) return [];
  return alternatives(condition).flatMap((set) =>
    set.map((name) => set.filter((other) => other !== name)),
  );
}

function eachOf(requirement: Requirement): PermissionName[][] {
  return leaves(requirement).map((name) => [name]);
}

/** Holds all else. */
export function allBut(missing: PermissionName[]): Visitor {
  return { user: "active", grants: { all_except: missing } };
}
