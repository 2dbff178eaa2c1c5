import { completeSets, MOST_SETS } from "./complete-sets.ts";
import type { Facts } from "./facts.ts";
import type { Guard, PermissionName, Visitor } from "./matrix.ts";
import type { RowFact, Situation } from "./row-state.ts";
import type { AccessRules } from "./outcome.ts";
import { factsIn, guardWhere, NEVER, requirementOf } from "./requirement.ts";
import { isSo, placeOf, situationsOf } from "./situations.ts";
import { allBut, conditionOf, holder } from "./visitors.ts";

/** Whom to send to a row of which something is so. */
export interface RowCase {
  is: Situation;
  everybody: Visitor[];
}

export interface RowCases {
  /** On such a row it is open to whoever may be let in at all. */
  open: Situation;
  /** Who is to be tried there too. */
  onOpen: Visitor[];
  others: RowCase[];
  isComplete: boolean;
}

type Guards = Pick<AccessRules, "page" | "guard" | "membership" | "isMemberThere">;

/**
 * On which rows to try whom, so that the condition is told from every other one: every minimal set of
 * permissions and facts that opens it, and every maximal one that does not, as far as a row can be so.
 * Besides, each thing that can be so of the row is so once, where all else is as it should be.
 *
 * @param isStuck a row on which whoever is let in has nothing left to do
 * @returns null for guards that ask nothing of a row
 */
export function rowCases(
  facts: Facts,
  guards: Guards,
  isStuck: (situation: Situation) => boolean = () => false,
): RowCases | null {
  const aboutRow = [guards.page, guards.guard].flatMap(factsOf);
  if (aboutRow.length === 0) return null;
  const asked = distinct([...aboutRow, ...decidedMembership(guards, aboutRow)]);
  const { all: situations, states, isComplete } = situationsOf(facts, asked);
  const points = pointsOf(asked, situations, guards);
  const open = openest(points.filter(({ is }) => !isStuck(is)));
  const sets = points.flatMap((point) => setsAt(point));
  const opening = sets.filter(({ enough }) => enough !== null).filter(isMinimal);
  const failing = sets.filter(({ blocking }) => blocking !== null).filter(isMaximal);
  const tried = [...opening, ...failing].slice(0, MOST_SETS);
  const cases = tried.flatMap(({ point, enough, blocking }): RowCase[] => {
    const visitors: Visitor[] = enough ? [holder(enough)] : [allBut(blocking ?? [])];
    // For a superuser facts are judged as for anybody.
    if (blocking?.length === 0) visitors.push({ user: "superuser" });
    return [{ is: point.is, everybody: visitors }];
  });
  const oneOff = states.flatMap((each, place) =>
    each.map((state): RowCase => {
      return {
        is: open.map((other, at) => (at === place ? state : other)),
        everybody: [allBut([])],
      };
    }),
  );
  const all = merged([...cases, ...oneOff]);
  const isOpenOne = ({ is }: RowCase) => JSON.stringify(is) === JSON.stringify(open);
  return {
    open,
    onOpen: all.filter(isOpenOne).flatMap(({ everybody }) => everybody),
    others: all.filter((each) => !isOpenOne(each)),
    isComplete: isComplete && tried.length === opening.length + failing.length,
  };
}

/** The guards on a row of which this is so, after those that do not know it yet. */
export function rulesWhere(rules: AccessRules, situation: Situation): AccessRules {
  const here = (fact: RowFact) => isSo(fact, situation);
  const onSome = anyRow(rules);
  const { membership } = rules;
  const isDecided = membership && situation.some((state) => placeOf(state) === placeOf(membership));
  return {
    ...rules,
    ...(isDecided ? { isMemberThere: isSo(membership, situation) } : {}),
    guard: guardWhere(rules.guard, here),
    page: rules.page === null ? null : guardWhere(rules.page, here),
    onSomeRow: { guard: onSome.guard, page: onSome.page },
  };
}

/** The guards as they are asked before the row is known: whatever may be so of it. */
export function anyRow(rules: AccessRules): AccessRules {
  const page = rules.page === null ? null : guardWhere(rules.page, () => true);
  return { ...rules, guard: guardWhere(rules.guard, () => true), page };
}

/** A situation, which facts are so in it, and what is asked there. */
interface Point {
  is: Situation;
  so: boolean[];
  guards: Guards;
}

interface SetAt {
  point: Point;
  /** Permissions that are enough there, or what those lack who have all else; the other is null. */
  enough: PermissionName[] | null;
  blocking: PermissionName[] | null;
}

/** One for each set of facts that can be so together. */
function pointsOf(asked: readonly RowFact[], all: readonly Situation[], guards: Guards): Point[] {
  const points = new Map<string, Point>();
  for (const is of all) {
    const so = asked.map((fact) => isSo(fact, is));
    const key = so.join();
    if (points.has(key)) continue;
    points.set(key, { is, so, guards: rulesWhere({ ...guards, hasMember: false }, is) });
  }
  return [...points.values()];
}

function openest(points: readonly Point[]): Situation {
  const worth = ({ so, guards }: Point) =>
    (isOpen(guards) ? so.length + 1 : 0) + so.filter(Boolean).length;
  const [best] = points.toSorted((one, other) => worth(other) - worth(one));
  return best?.is ?? [];
}

function isOpen({ guard, page, isMemberThere }: Guards): boolean {
  return guard !== NEVER && page !== NEVER && isMemberThere !== false;
}

/** Where guards ask about the very rows that make members, what is so decides about that too. */
function decidedMembership({ membership }: Guards, asked: readonly RowFact[]): RowFact[] {
  if (membership === undefined) return [];
  const isThere = asked.some((fact) => placeOf(fact) === placeOf(membership));
  return isThere ? [membership] : [];
}

function setsAt(point: Point): SetAt[] {
  if (!isOpen(point.guards)) return [{ point, enough: null, blocking: [] }];
  const { enough, blocking } = completeSets(conditionOf(point.guards));
  return [
    ...enough.map((set) => ({ point, enough: set, blocking: null })),
    ...blocking.map((set) => ({ point, enough: null, blocking: set })),
  ];
}

/** Nothing can be spared: neither a permission nor a fact. */
function isMinimal(one: SetAt, _place: number, all: readonly SetAt[]): boolean {
  return all.every(
    (other) =>
      other === one ||
      !isWithin(other.point.so, one.point.so) ||
      !isSubset(other.enough ?? [], one.enough ?? []),
  );
}

/** Nothing can be added: neither a permission nor a fact. */
function isMaximal(one: SetAt, _place: number, all: readonly SetAt[]): boolean {
  return all.every(
    (other) =>
      other === one ||
      !isWithin(one.point.so, other.point.so) ||
      !isSubset(other.blocking ?? [], one.blocking ?? []),
  );
}

function isWithin(so: readonly boolean[], others: readonly boolean[]): boolean {
  return so.every((each, place) => !each || others[place]);
}

function isSubset(set: readonly string[], of: readonly string[]): boolean {
  return set.every((name) => of.includes(name));
}

/** One case for each situation. */
function merged(cases: readonly RowCase[]): RowCase[] {
  const bySituation = new Map<string, RowCase>();
  for (const { is, everybody } of cases) {
    const key = JSON.stringify(is);
    const known = bySituation.get(key) ?? { is, everybody: [] };
    bySituation.set(key, { is, everybody: [...known.everybody, ...everybody] });
  }
  return [...bySituation.values()];
}

function factsOf(guard: Guard | null): RowFact[] {
  const requirement = guard === null ? null : requirementOf(guard);
  return requirement === null ? [] : factsIn(requirement);
}

function distinct(facts: readonly RowFact[]): RowFact[] {
  return [...new Map(facts.map((fact) => [JSON.stringify(fact), fact])).values()];
}
