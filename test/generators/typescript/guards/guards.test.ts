import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guardCondition } from "../../../../generators/typescript/guards/guards.ts";
import type { Requirement } from "../../../../schema/project.ts";
import { NAMES, permsOf, requirement } from "./random-guards.ts";

function isMet(wanted: Requirement, held: ReadonlySet<string>): boolean {
  if (typeof wanted === "string") return held.has(wanted);
  if ("any" in wanted) return wanted.any.some((part) => isMet(part, held));
  if ("row" in wanted) return true;
  return wanted.all.every((part) => isMet(part, held));
}

describe("the condition of a guarded control", () => {
  test("holds for exactly those who meet the requirement, also in front of other conditions", () => {
    fc.assert(
      fc.property(requirement, fc.subarray([...NAMES]), fc.boolean(), (wanted, names, other) => {
        const held = new Set<string>(names);
        const condition = guardCondition({ kind: "permission", requirement: wanted });
        expect(condition?.asks).toEqual(["perms"]);
        const evaluate = new Function("perms", "other", `return ${condition?.code} && other;`);
        expect(Boolean(evaluate(permsOf(held), other))).toBe(isMet(wanted, held) && other);
      }),
      { verbose: true },
    );
  });

  test("is nothing for a public target and the user for one that login opens", () => {
    expect(guardCondition({ kind: "public" })).toBeNull();
    expect(guardCondition({ kind: "login" })).toEqual({ code: "user", asks: ["user"] });
  });
});
