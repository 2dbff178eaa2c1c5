import type { PermissionName, Requirement } from "../../../schema/project.ts";
import { foldRequirement } from "../../../schema/requirements.ts";
import type { Imports } from "../code/imports.ts";
import { factsCode } from "./facts.ts";
import { permissionKey, permissionObject } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import { permissionsFile } from "../code/files.ts";

/**
 * A requirement as code, with its imports added: `InventoryPermission.ViewInventory`, `row({ … })`, or
 * `anyOf(…)` and `allOf(…)` of such.
 *
 * @param combinators the module that the functions come from
 */
export function requirementCode(
  index: ProjectIndex,
  requirement: Requirement,
  imports: Imports,
  combinators = "src/runtime/guards.ts",
): string {
  const combined = (name: "anyOf" | "allOf") => (parts: readonly string[]) => {
    imports.named(combinators, name);
    return `${name}(${parts.join(", ")})`;
  };
  return foldRequirement<string>(requirement, {
    permission: (name) => permissionConstant(index, name, imports),
    row: (facts) => {
      imports.named(combinators, "row");
      return `row(${factsCode(index, facts, imports, combinators)})`;
    },
    any: combined("anyOf"),
    all: combined("allOf"),
  });
}

/** A permission's constant as code, with its import added. */
export function permissionConstant(
  index: ProjectIndex,
  name: PermissionName,
  imports: Imports,
): string {
  const { app, model, permission } = index.permission(name);
  const object = permissionObject(app.label);
  imports.named(permissionsFile(app), object);
  return `${object}.${permissionKey(permission, model)}`;
}
