import { isMet, type Requirement } from "#runtime/guards";
import { apps, knownPermissions, project, type Visitor } from "./matrix.ts";

/** Does a visitor pass a guard of the matrix? */
export function passes(guard: unknown, visitor: Visitor): boolean {
  if (guard === "public") return true;
  if (visitor.user === "none" || visitor.user === "inactive") return false;
  if (guard === "login" || visitor.user === "superuser") return true;
  const held = new Set<string>(permissionsOf(visitor));
  return isMet(guard as Requirement, (permission) => held.has(permission));
}

function permissionsOf({ grants }: Visitor): readonly string[] {
  if (grants === undefined) return [];
  if ("only" in grants) return grants.only;
  if ("role" in grants) return project.roles[grants.role] ?? [];
  if ("app" in grants) return apps.find(({ label }) => label === grants.app)?.permissions ?? [];
  return knownPermissions.filter((name) => !grants.all_except.includes(name));
}
