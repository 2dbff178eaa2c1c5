import type { Endpoint, Visitor } from "../../support/matrix.ts";
import { passes } from "../../support/powers.ts";
import { isPublic, pageOf } from "./doors.ts";
import type { Ground } from "./ground.ts";

/** What a visitor must meet at an endpoint, as the matrix's guards and member rules say. */
export type Verdict = "login" | "denied" | "redirect" | "allow";

/** @param world whose rows the path names, of which is so what the endpoint's situation says */
export function judge(endpoint: Endpoint, visitor: Visitor, world: keyof Ground): Verdict {
  const page = endpoint.method === "EVENT" ? pageOf(endpoint) : endpoint;
  const isNobody = visitor.user === "none" || visitor.user === "inactive";
  if (isNobody && !isPublic(page)) return "login";
  if (!passes(guardAt(page), visitor)) return "denied";
  if (page.member && worldOf(visitor) !== world) return "redirect";
  return passes(guardAt(endpoint), visitor) ? "allow" : "denied";
}

function guardAt({ guard, guard_there: there }: Endpoint): unknown {
  return there ?? guard;
}

/** Whose rows the visitor is a member of. */
function worldOf({ membership }: Visitor): keyof Ground | null {
  if (membership === "none") return null;
  return membership === "another" ? "foreign" : "own";
}
