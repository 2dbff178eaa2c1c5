import type { Guard, Requirement } from "../../../schema/project.ts";
import { requirementCode } from "./requirements.ts";
import type { Scope } from "../code/scope.ts";

const DECORATORS = "src/runtime/decorators.ts";

/** The guard decorator of an endpoint: `@permissionRequired(InventoryPermission.ViewInventory)`. */
export function guardDecorator(scope: Scope, guard: Guard): string {
  if (guard.kind === "permission") {
    scope.imports.named(DECORATORS, "permissionRequired");
    return `@permissionRequired(${requirementOf(scope, guard.requirement)})`;
  }
  const name = guard.kind === "public" ? "publicAccess" : "loginIsEnough";
  scope.imports.named(DECORATORS, name);
  return `@${name}()`;
}

function requirementOf({ project, imports }: Scope, requirement: Requirement): string {
  return requirementCode(project, requirement, imports, DECORATORS);
}

/**
 * The condition under which a template shows what stands behind a guard; null: always. A logged-in
 * user is asked for by `user`, permissions by `perms.label.codename`, which the public never holds.
 */
export function guardCondition(guard: Guard): string | null {
  if (guard.kind === "public") return null;
  return guard.kind === "login" ? "user" : requirementCondition(guard.requirement);
}

function requirementCondition(requirement: Requirement): string {
  if (typeof requirement === "string") return `perms.${requirement}`;
  const [parts, operator] =
    "any" in requirement
      ? ([requirement.any, " || "] as const)
      : ([requirement.all, " && "] as const);
  const codes = [...new Set(parts.map(requirementCondition))];
  return codes.length > 1 ? `(${codes.join(operator)})` : codes.join();
}

/** The same question in a view, about `this.visitor`; null: always. */
export function visitorCondition(scope: Scope, guard: Guard): string | null {
  if (guard.kind === "public") return null;
  if (guard.kind === "login") return "this.visitor.user";
  const method = typeof guard.requirement === "string" ? "hasPerm" : "meets";
  return `this.visitor.${method}(${requirementOf(scope, guard.requirement)})`;
}
