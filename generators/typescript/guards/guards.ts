import type { Guard, Requirement } from "../../../schema/project.ts";
import { foldRequirement } from "../../../schema/requirements.ts";
import { ASKED, DECORATORS } from "./forms.ts";
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

/**
 * The condition under which a template shows what stands behind a guard; null: always. A logged-in
 * user is asked for by `user`, permissions by `perms.label.codename`, which the public never holds.
 */
export function guardCondition(guard: Guard): string | null {
  switch (guard.kind) {
    case "public":
    case "login":
      return ASKED[guard.kind];
    case "permission":
      return requirementCondition(guard.requirement);
  }
}

function requirementCondition(requirement: Requirement): string {
  return foldRequirement<string>(requirement, {
    permission: (name) => `${ASKED.permission}.${name}`,
    any: (parts) => joined(parts, " || "),
    all: (parts) => joined(parts, " && "),
  });
}

function joined(parts: readonly string[], operator: string): string {
  const codes = [...new Set(parts)];
  return codes.length > 1 ? `(${codes.join(operator)})` : codes.join();
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
