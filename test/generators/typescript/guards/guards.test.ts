import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guardCondition } from "../../../../generators/typescript/guards/guards.ts";
import type { Requirement } from "../../../../schema/project.ts";

const NAMES = ["shop.add_item", "shop.change_item", "stock.view_item", "stock.can_lock"] as const;

const { requirement } = fc.letrec<{ requirement: Requirement }>((tie) => ({
  requirement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...NAMES),
    fc.record({ any: fc.array(tie("requirement"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ all: fc.array(tie("requirement"), { minLength: 1, maxLength: 3 }) }),
  ),
}));

function isMet(wanted: Requirement, held: ReadonlySet<string>): boolean {
  if (typeof wanted === "string") return held.has(wanted);
  if ("any" in wanted) return wanted.any.some((part) => isMet(part, held));
  return wanted.all.every((part) => isMet(part, held));
}

/** What a template's `perms` holds. */
function permsOf(held: ReadonlySet<string>) {
  const perms: Record<string, Record<string, boolean>> = { shop: {}, stock: {} };
  for (const name of NAMES) {
    const [label = "", codename = ""] = name.split(".");
    (perms[label] ??= {})[codename] = held.has(name);
  }
  return perms;
}

describe("the condition of a guarded control", () => {
  test("holds for exactly those who meet the requirement, also in front of other conditions", () => {
    fc.assert(
      fc.property(requirement, fc.subarray([...NAMES]), fc.boolean(), (wanted, names, other) => {
        const held = new Set<string>(names);
        const code = guardCondition({ kind: "permission", requirement: wanted });
        const evaluate = new Function("perms", "other", `return ${code} && other;`);
        expect(Boolean(evaluate(permsOf(held), other))).toBe(isMet(wanted, held) && other);
      }),
      { verbose: true },
    );
  });

  test("is nothing for a public target and the user for one that login opens", () => {
    expect(guardCondition({ kind: "public" })).toBeNull();
    expect(guardCondition({ kind: "login" })).toBe("user");
  });
});
