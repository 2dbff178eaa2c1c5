import type { Guard, Requirement } from "../../../schema/project.ts";
import { foldRequirement } from "../../../schema/requirements.ts";
import { ASKED, DECORATORS, type GuardProp } from "./forms.ts";
import { requirementCode } from "./requirements.ts";
import type { Scope } from "../code/scope.ts";

/** The guard decorator of an endpoint: `@permissionRequired(InventoryPermission.ViewInventory)`. */
export function guardDecorator(scope: Scope, guard: Guard): string {
  const decorator = (name: string, argument = "") => {
    scope.imports.named(DECORATORS, name);
    return `@${name}(${argument})`;
  };
  switch (guard.kind) {
    case "public":
      return decorator("publicAccess");
    case "login":
      return decorator("loginIsEnough");
    case "permission":
      return decorator("permissionRequired", requirementOf(scope, guard.requirement));
  }
}

function requirementOf({ project, imports }: Scope, requirement: Requirement): string {
  return requirementCode(project, requirement, imports, DECORATORS);
}

/** What a page asks before it shows what stands behind a guard. */
export interface Condition {
  code: string;
  /** The props of the page that it asks. */
  asks: readonly GuardProp[];
}

/**
 * The condition under which a template shows what stands behind a guard; null: always. A logged-in
 * user is asked for by `user`, permissions by `perms.label.codename`, which the public never holds.
 */
export function guardCondition(guard: Guard): Condition | null {
  switch (guard.kind) {
    case "public":
      return null;
    case "login":
      return { code: ASKED.login, asks: [ASKED.login] };
    case "permission":
      return foldRequirement<Condition>(guard.requirement, {
        permission: (name) => ({ code: `${ASKED.permission}.${name}`, asks: [ASKED.permission] }),
        any: (parts) => joined(parts, " || "),
        all: (parts) => joined(parts, " && "),
      });
  }
}

function joined(parts: readonly Condition[], operator: string): Condition {
  const codes = [...new Set(parts.map(({ code }) => code))];
  return {
    code: codes.length > 1 ? `(${codes.join(operator)})` : codes.join(),
    asks: [...new Set(parts.flatMap(({ asks }) => asks))],
  };
}

/** The same question in a view, about `this.visitor`; null: always. */
export function visitorCondition(scope: Scope, guard: Guard): string | null {
  switch (guard.kind) {
    case "public":
      return null;
    case "login":
      return "this.visitor.user";
    case "permission": {
      const method = typeof guard.requirement === "string" ? "hasPerm" : "meets";
      return `this.visitor.${method}(${requirementOf(scope, guard.requirement)})`;
    }
  }
}
