import type { Grants, Guard, Outcome, PermissionName, Visitor } from "./matrix.ts";
import { isMet, requirementOf } from "./requirement.ts";

/** What decides who passes at an endpoint. */
export interface AccessRules {
  guard: Guard;
  /** The guard of the live view's page, for its events; null elsewhere. */
  page: Guard | null;
  hasMember: boolean;
}

export type Roles = Readonly<Record<string, readonly PermissionName[]>>;

/** What happens to a visitor when every row is in place: login, then guard, then membership. */
export function outcomeFor(rules: AccessRules, visitor: Visitor, roles: Roles): Outcome {
  if (rules.page !== null) {
    const page = outcomeFor({ ...rules, guard: rules.page, page: null }, visitor, roles);
    if (page === "denied") return "closed";
    if (page !== "allow") return page;
  }
  if (!passes(rules.guard, visitor, roles)) {
    // An event of a public page is denied like any other; only pages send people to log in.
    return isLoggedIn(visitor) || rules.page !== null ? "denied" : "login";
  }
  return rules.hasMember && !isMember(visitor) ? "redirect" : "allow";
}

function passes(guard: Guard, visitor: Visitor, roles: Roles): boolean {
  if (guard === "public") return true;
  if (!isLoggedIn(visitor)) return false;
  const requirement = requirementOf(guard);
  if (requirement === null || visitor.user === "superuser") return true;
  return isMet(requirement, (name) => holds(visitor, name, roles));
}

function isLoggedIn(visitor: Visitor): boolean {
  const active = visitor.user === "active" || visitor.user === "superuser";
  return active && visitor.meanwhile !== "log_out" && visitor.meanwhile !== "deactivate";
}

function isMember(visitor: Visitor): boolean {
  return visitor.membership === undefined && visitor.meanwhile !== "leave";
}

function holds(visitor: Visitor, name: PermissionName, roles: Roles): boolean {
  if (typeof visitor.meanwhile === "object" && visitor.meanwhile.revoke.includes(name))
    return false;
  return visitor.grants !== undefined && grants(visitor.grants, name, roles);
}

function grants(given: Grants, name: PermissionName, roles: Roles): boolean {
  if ("only" in given) return given.only.includes(name);
  if ("all_except" in given) return !given.all_except.includes(name);
  if ("app" in given) return name.startsWith(`${given.app}.`);
  return (roles[given.role] ?? []).includes(name);
}
