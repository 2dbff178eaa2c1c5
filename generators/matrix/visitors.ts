import type { Guard, PermissionName, Visitor } from "./matrix.ts";
import type { AccessRules } from "./outcome.ts";
import { alternatives, blockers, leaves, requirementOf, union } from "./requirement.ts";

/** The apps whose own permissions must open no door that they do not guard. */
export interface Relatives {
  own: string | null;
  parent: string | null;
  /** Where the cascade ends. */
  root: string | null;
  child: string | null;
  sibling: string | null;
}

/** Every kind of visitor that has something to prove at an endpoint, without repeats. */
export function visitorsAt(
  rules: AccessRules,
  relatives: Relatives,
  roleNames: readonly string[],
): Visitor[] {
  const needed = enoughFor(rules);
  const [enough = []] = needed;
  const most = [rules.page, rules.guard].flatMap((guard) => barriers(guard));
  return [
    { user: "none" },
    { user: "inactive", grants: { all_except: [] } },
    { user: "active" },
    ...needed.map((only) => holder(only)),
    // The page alone, the handler alone, and one permission short of a pair.
    ...[rules.page, rules.guard].flatMap((guard) => enoughForGuard(guard)).map(holder),
    ...needed.flatMap((only) => only.map((name) => holder(only.filter((other) => other !== name)))),
    ...most.map((missing): Visitor => ({ user: "active", grants: { all_except: missing } })),
    ...Object.values(relatives)
      .filter((app) => app !== null)
      .map((app): Visitor => ({ user: "active", grants: { app } })),
    ...roleNames.map((role): Visitor => ({ user: "active", grants: { role } })),
    { user: "superuser" },
    ...[rules.page, rules.guard]
      .flatMap((guard) => firstBarrier(guard))
      .map((revoke): Visitor => ({ ...holder(enough), meanwhile: { revoke } })),
    { ...holder(enough), meanwhile: "log_out" },
    { ...holder(enough), meanwhile: "deactivate" },
    ...(rules.hasMember ? outsiders(enough) : []),
  ];
}

/** Visitors who can tell whether a control's visibility follows its target's guard. */
export function visitorsBefore(
  page: Guard,
  target: AccessRules,
  roleNames: readonly string[],
): Visitor[] {
  const pageSets = enoughForGuard(page);
  const [enough = []] = pageSets;
  const needed = enoughFor(target).map((set) => union([enough, set]));
  const [all = []] = needed;
  return [
    { user: "none" },
    ...pageSets.map(holder),
    ...needed.map(holder),
    ...enoughFor(target).flatMap((set) =>
      set.map((name) => holder(union([enough, set.filter((other) => other !== name)]))),
    ),
    ...barriers(target.guard).map((missing): Visitor => ({
      user: "active",
      grants: { all_except: missing },
    })),
    ...roleNames.map((role): Visitor => ({ user: "active", grants: { role } })),
    { user: "superuser" },
    ...(target.hasMember ? outsiders(all).slice(0, 2) : []),
  ];
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

function holder(only: PermissionName[]): Visitor {
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

/** Sets of permissions that are each enough for the page and for what happens on it. */
function enoughFor(rules: AccessRules): PermissionName[][] {
  const [page = []] = enoughForGuard(rules.page);
  return enoughForGuard(rules.guard).map((set) => union([page, set]));
}

function enoughForGuard(guard: Guard | null): PermissionName[][] {
  const requirement = guard === null ? null : requirementOf(guard);
  return requirement === null ? [[]] : alternatives(requirement);
}

/** Everything whose lack may close the door: each permission alone, and each set that must. */
function barriers(guard: Guard | null): PermissionName[][] {
  const requirement = guard === null ? null : requirementOf(guard);
  if (requirement === null) return [];
  return [...leaves(requirement).map((name) => [name]), ...blockers(requirement)];
}

/** What is taken away mid-session: one set whose loss closes the rules. */
function firstBarrier(guard: Guard | null): PermissionName[][] {
  const requirement = guard === null ? null : requirementOf(guard);
  return requirement === null ? [] : blockers(requirement).slice(0, 1);
}
