import type { Guard, PermissionName, Requirement } from "./project.ts";
import type { Fact } from "./row-condition.ts";
import { foldRequirement, permissionsOf } from "./requirements.ts";

/** Guards that name more permissions than these, together, are not compared. */
const MOST_COMPARED = 12;

/**
 * Whether everybody who passes one guard passes the other, whatever they hold, on the same row. What
 * would take too long to find out is answered with no.
 */
export function implies(one: Guard, other: Guard): boolean {
  if (other.kind === "public") return true;
  if (one.kind === "public") return false;
  if (other.kind === "login") return true;
  if (one.kind === "login") return false;
  const named = [one, other].flatMap(({ requirement }) => permissionsOf(requirement));
  if (new Set(named).size > MOST_COMPARED) return false;
  return minimalSets(one.requirement).every((held) => isMet(other.requirement, held));
}

type PermissionSet = ReadonlySet<PermissionName>;

const keyOf = (facts: readonly Fact[]) => JSON.stringify(facts);

function isMet(requirement: Requirement, held: PermissionSet): boolean {
  return foldRequirement(requirement, {
    permission: (name) => held.has(name),
    row: (facts) => held.has(keyOf(facts)),
    any: (parts) => parts.some(Boolean),
    all: (parts) => parts.every(Boolean),
  });
}

/** The sets that are each enough to pass, and of which nothing can be spared. */
function minimalSets(requirement: Requirement): PermissionSet[] {
  return foldRequirement<PermissionSet[]>(requirement, {
    permission: (name) => [new Set([name])],
    // Facts about one row are met or not, like a permission that somebody holds or not.
    row: (facts) => [new Set([keyOf(facts)])],
    any: (parts) => withoutSupersets(parts.flat()),
    all: (parts) =>
      parts.reduce<PermissionSet[]>(
        (sets, part) =>
          withoutSupersets(sets.flatMap((set) => part.map((more) => new Set([...set, ...more])))),
        [new Set()],
      ),
  });
}

function withoutSupersets(sets: readonly PermissionSet[]): PermissionSet[] {
  const contains = (set: PermissionSet, other: PermissionSet) =>
    [...other].every((name) => set.has(name));
  return sets.filter((set, place) =>
    sets.every(
      (other, at) => at === place || !contains(set, other) || (contains(other, set) && at > place),
    ),
  );
}
