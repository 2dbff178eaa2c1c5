import type { PermissionName, Requirement } from "../../../schema/project.ts";
import type { Imports } from "../code/imports.ts";
import { permissionKey, permissionObject } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import { permissionsFile } from "../code/files.ts";

/**
 * A requirement as code, with its imports added: `InventoryPermission.ViewInventory`, or
 * `anyOf(…)` and `allOf(…)` of such.
 *
 * @param combinators the module that `anyOf` and `allOf` come from
 */
export function requirementCode(
  index: ProjectIndex,
  requirement: Requirement,
  imports: Imports,
  combinators = "src/runtime/guards.ts",
): string {
  if (typeof requirement === "string") return permissionConstant(index, requirement, imports);
  const [name, parts] =
    "any" in requirement ? ["anyOf", requirement.any] : ["allOf", requirement.all];
  imports.named(combinators, name);
  const codes = parts.map((part) => requirementCode(index, part, imports, combinators));
  return `${name}(${codes.join(", ")})`;
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
