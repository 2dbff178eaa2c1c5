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
 * Guards that ask facts of a row are no conditions of a page alone (`views/open-rows.ts`).
 */
export function guardCondition(guard: Guard): Condition | null {
  switch (guard.kind) {
    case "public":
      return null;
    case "login":
      return { code: ASKED.login, asks: [ASKED.login] };
    case "permission":
      return foldRequirement<Joined>(guard.requirement, {
        permission: (name) => ({ code: `${ASKED.permission}.${name}`, asks: [ASKED.permission] }),
        row: () => {
          throw new Error("a page knows no facts of a row");
        },
        any: (parts) => joined(parts, "||"),
        all: (parts) => joined(parts, "&&"),
      });
  }
}

/** A condition and what it is joined of. */
interface Joined extends Condition {
  operator?: "||" | "&&";
  codes?: readonly string[];
}

/** Nothing is asked twice: within one of the same kind, parentheses make no difference. */
function joined(parts: readonly Joined[], operator: "||" | "&&"): Joined {
  const codes = [
    ...new Set(
      parts.flatMap((part) =>
        part.operator === operator && part.codes ? part.codes : [part.code],
      ),
    ),
  ];
  const [only = "", ...others] = codes;
  return {
    code: others.length > 0 ? `(${codes.join(` ${operator} `)})` : only,
    asks: [...new Set(parts.flatMap(({ asks }) => asks))],
    ...(others.length > 0 && { operator, codes }),
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
