import type { Guard } from "../../../schema/project.ts";
import type { RequirementForms } from "../../../schema/requirements.ts";

/**
 * The module that every guard, endpoint and protection of a class or method comes from, so that the
 * merge check finds them all.
 */
export const DECORATORS = "src/runtime/decorators.ts";

/**
 * The page's prop that a condition asks, for each form that the condition of a control may have;
 * null: it asks nothing, or what its parts ask. The merge check knows conditions by these props.
 */
export const ASKED = {
  public: null,
  login: "user",
  permission: "perms",
  row: "openRows",
  any: null,
  all: null,
  member: "memberOf",
} as const satisfies Readonly<
  Record<Guard["kind"] | keyof RequirementForms<unknown> | "member", string | null>
>;

/** A prop of every page that the condition of a guard may ask; the others are for pages with such controls. */
export type GuardProp = (typeof ASKED)["login" | "permission"];
