import { isMet, type Requirement } from "../../../src/runtime/guards.ts";
import {
  type Endpoint,
  knownPermissions,
  apps,
  project,
  type Visitor,
} from "../../support/matrix.ts";
import { isPublic, pageOf } from "./doors.ts";
import type { Ground } from "./ground.ts";

/** What a visitor must meet at an endpoint, as the matrix's guards and member rules say. */
export type Verdict = "login" | "denied" | "redirect" | "allow";

/** @param world whose rows the path names */
export function judge(endpoint: Endpoint, visitor: Visitor, world: keyof Ground): Verdict {
  const page = endpoint.method === "EVENT" ? pageOf(endpoint) : endpoint;
  const isNobody = visitor.user === "none" || visitor.user === "inactive";
  if (isNobody && !isPublic(page)) return "login";
  if (!passes(page.guard, visitor)) return "denied";
  if (page.member && worldOf(visitor) !== world) return "redirect";
  return passes(endpoint.guard, visitor) ? "allow" : "denied";
}

/** Whose rows the visitor is a member of. */
function worldOf({ membership }: Visitor): keyof Ground | null {
  if (membership === "none") return null;
  return membership === "another" ? "foreign" : "own";
}

function passes(guard: unknown, visitor: Visitor): boolean {
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
