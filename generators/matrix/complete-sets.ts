import type { PermissionName, Requirement } from "./matrix.ts";
import { alternatives, blockers, leaves, NEVER } from "./requirement.ts";

/**
 * The most sets of permissions that are tried of one condition, those that are enough and those whose
 * lack is too much together.
 */
export const MOST_SETS = 128;

/** A part can have more sets than the whole, but more than these are not worked out on the way. */
const MOST_ON_THE_WAY = 16 * MOST_SETS;

/**
 * The sets of permissions that tell a condition from every other one.
 *
 * Permissions only ever open: a condition of `any` and `all` that is met by each set of `enough` alone,
 * and by everything but a set of `blocking` in no case, is this one, whatever else it names.
 */
export interface CompleteSets {
  /** Every minimal set that meets the condition. */
  enough: PermissionName[][];
  /** Every minimal set without which nothing meets it: what a maximal failing set lacks. */
  blocking: PermissionName[][];
  /** Else there are more than `MOST_SETS`, and these are a sample in which each alternative has its turn. */
  isComplete: boolean;
}

/** @param requirement null: login is enough, or nobody is asked */
export function completeSets(requirement: Requirement | null): CompleteSets {
  if (requirement === null) return { enough: [[]], blocking: [], isComplete: true };
  if (requirement === NEVER) return { enough: [], blocking: [[]], isComplete: true };
  const names = leaves(requirement);
  const enough = minimalSets(requirement, names, "any");
  const blocking = minimalSets(requirement, names, "all");
  if (enough === null || blocking === null || enough.length + blocking.length > MOST_SETS) {
    return {
      enough: alternatives(requirement),
      blocking: blockers(requirement),
      isComplete: false,
    };
  }
  const named = (set: bigint) => names.filter((_name, place) => (set >> BigInt(place)) & 1n);
  return { enough: enough.map(named), blocking: blocking.map(named), isComplete: true };
}

/**
 * The minimal sets, as bits in the order of the names.
 *
 * @param either the form of which one part does; of the other every part must
 * @returns null where they are too many
 */
function minimalSets(
  requirement: Requirement,
  names: readonly PermissionName[],
  either: "any" | "all",
): bigint[] | null {
  if (typeof requirement !== "string" && "row" in requirement) {
    throw new Error("what is so of the row is to be said first");
  }
  if (typeof requirement === "string") return [1n << BigInt(names.indexOf(requirement))];
  const isAny = "any" in requirement;
  const parts = (isAny ? requirement.any : requirement.all).map((part) =>
    minimalSets(part, names, either),
  );
  if (isAny === (either === "any")) {
    return parts.includes(null) ? null : minimal(parts.flatMap((sets) => sets ?? []));
  }
  return parts.reduce((sets, part) => sets && part && product(sets, part));
}

function product(ones: readonly bigint[], others: readonly bigint[]): bigint[] | null {
  if (ones.length * others.length > MOST_ON_THE_WAY) return null;
  return minimal(ones.flatMap((one) => others.map((other) => one | other)));
}

/** Those that hold none of the others, in their order. */
function minimal(sets: readonly bigint[]): bigint[] | null {
  const distinct = [...new Set(sets)];
  if (distinct.length > MOST_ON_THE_WAY) return null;
  return distinct.filter((set) =>
    distinct.every((other) => other === set || (set & other) !== other),
  );
}
