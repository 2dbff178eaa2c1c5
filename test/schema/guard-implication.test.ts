import fc from "fast-check";
import { expect, test } from "vitest";
import { implies } from "../../schema/guard-implication.ts";
import type { Guard, Requirement } from "../../schema/project.ts";

const NAMES = ["a.add_b", "a.change_b", "a.view_b", "a.can_c"];

const { requirement } = fc.letrec<{ requirement: Requirement }>((tie) => ({
  requirement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...NAMES),
    fc.record({ any: fc.array(tie("requirement"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ all: fc.array(tie("requirement"), { minLength: 1, maxLength: 3 }) }),
  ),
}));

const guard: fc.Arbitrary<Guard> = fc.oneof(
  fc.constant<Guard>({ kind: "public" }),
  fc.constant<Guard>({ kind: "login" }),
  requirement.map((wanted): Guard => ({ kind: "permission", requirement: wanted })),
);

type Visitor = { user: boolean; held: readonly string[] };

/** Nobody, and a user with each set of permissions. */
const VISITORS: Visitor[] = [
  { user: false, held: [] },
  ...Array.from({ length: 2 ** NAMES.length }, (_, bits) => ({
    user: true,
    held: NAMES.filter((_name, place) => (bits >> place) % 2 === 1),
  })),
];

function isMet(wanted: Requirement, held: readonly string[]): boolean {
  if (typeof wanted === "string") return held.includes(wanted);
  if ("any" in wanted) return wanted.any.some((part) => isMet(part, held));
  if ("row" in wanted) return true;
  return wanted.all.every((part) => isMet(part, held));
}

function passes(wanted: Guard, { user, held }: Visitor): boolean {
  if (wanted.kind === "public") return true;
  return user && (wanted.kind === "login" || isMet(wanted.requirement, held));
}

test("one guard implies another exactly when everybody who passes it passes the other", () => {
  fc.assert(
    fc.property(guard, guard, (one, other) => {
      const all = VISITORS.every((visitor) => !passes(one, visitor) || passes(other, visitor));
      expect(implies(one, other)).toBe(all);
    }),
    { numRuns: 2_000 },
  );
});

test("guards that name more permissions than can be compared are not taken to imply each other", () => {
  const any = Array.from({ length: 13 }, (_, number) => `a.can_${number}`);
  const wide: Guard = { kind: "permission", requirement: { any } };
  expect(implies(wide, wide)).toBe(false);
  expect(implies(wide, { kind: "login" })).toBe(true);
});
