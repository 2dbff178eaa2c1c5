import fc from "fast-check";
import type { Guard, Requirement } from "../../../../schema/project.ts";

/** The permissions that random requirements name. */
export const NAMES = [
  "shop.add_item",
  "shop.change_item",
  "stock.view_item",
  "stock.can_lock",
] as const;

export const { requirement } = fc.letrec<{ requirement: Requirement }>((tie) => ({
  requirement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...NAMES),
    fc.record({ any: fc.array(tie("requirement"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ all: fc.array(tie("requirement"), { minLength: 1, maxLength: 3 }) }),
  ),
}));

/** One generator a kind, so that a new kind of guard has to come here. */
const KINDS: Record<Guard["kind"], fc.Arbitrary<Guard>> = {
  public: fc.constant({ kind: "public" }),
  login: fc.constant({ kind: "login" }),
  permission: requirement.map((wanted) => ({ kind: "permission", requirement: wanted })),
};

export const guard: fc.Arbitrary<Guard> = fc.oneof(...Object.values(KINDS));

/** What a template's `perms` holds for somebody with these permissions. */
export function permsOf(held: ReadonlySet<string>): Record<string, Record<string, boolean>> {
  const perms: Record<string, Record<string, boolean>> = { shop: {}, stock: {} };
  for (const name of NAMES) {
    const [label = "", codename = ""] = name.split(".");
    (perms[label] ??= {})[codename] = held.has(name);
  }
  return perms;
}
