import type { Grants, Guard, Outcome, PermissionName, Visitor } from "./matrix.ts";
import type { RowFact } from "./row-state.ts";
import { isMet, requirementOf } from "./requirement.ts";

/** What decides who passes at an endpoint. */
export interface AccessRules {
  guard: Guard;
  /** The guard of the live view's page, for its events; null elsewhere. */
  page: Guard | null;
  hasMember: boolean;
  /** That a row ties the visitor to the object, as a fact about it. Absent: none has to. */
  membership?: RowFact;
  /** What is so of the row makes the visitor a member, or none; absent: it does not matter. */
  isMemberThere?: boolean;
  /** The guards as long as it is not known what is so of the row; absent: they ask nothing of it. */
  onSomeRow?: { guard: Guard; page: Guard | null };
}

export type Roles = Readonly<Record<string, readonly PermissionName[]>>;

/**
 * What happens to a visitor when every row is in place: login, then the guard whatever is so of the
 * row, then membership, then the guard on this row.
 */
export function outcomeFor(rules: AccessRules, visitor: Visitor, roles: Roles): Outcome {
  if (rules.page !== null) {
    const { onSomeRow } = rules;
    const before = onSomeRow?.page && { onSomeRow: { guard: onSomeRow.page, page: null } };
    const page = outcomeFor(
      { ...membershipIn(rules), guard: rules.page, page: null, ...before },
      visitor,
      roles,
    );
    if (page === "denied") return "closed";
    if (page !== "allow") return page;
  }
  if (!passes(rules.onSomeRow?.guard ?? rules.guard, visitor, roles)) {
    // An event of a public page is denied like any other; only pages send people to log in.
    return isLoggedIn(visitor) || rules.page !== null ? "denied" : "login";
  }
  if (rules.hasMember && !(rules.isMemberThere ?? isMember(visitor))) return "redirect";
  return passes(rules.guard, visitor, roles) ? "allow" : "denied";
}

function membershipIn({
  hasMember,
  isMemberThere,
}: AccessRules): Pick<AccessRules, "hasMember" | "isMemberThere"> {
  return { hasMember, ...(isMemberThere === undefined ? {} : { isMemberThere }) };
}

function passes(guard: Guard, visitor: Visitor, roles: Roles): boolean {
  if (guard === "public") return true;
  if (!isLoggedIn(visitor)) return false;
  const requirement = requirementOf(guard);
  if (requirement === null) return true;
  return isMet(requirement, (name) => visitor.user === "superuser" || holds(visitor, name, roles));
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
