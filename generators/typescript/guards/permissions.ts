import type { SafeApp } from "../../render/safe-project.ts";
import { permissionKey, permissionObject, importSpecifier } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import { permissionsFile } from "../code/files.ts";

/** An app's permissions.ts: its typed constants. */
export function permissionsSpecs(_: ProjectIndex, app: SafeApp): RenderSpec[] {
  if (app.models.length === 0) return [];
  const permissions = app.models.flatMap((model) =>
    model.permissions.map((permission) => ({
      key: permissionKey(permission, model),
      name: permission.name,
      description: permission.description,
    })),
  );
  const context = { label: app.label, object: permissionObject(app.label), permissions };
  const path = permissionsFile(app);
  return [{ path, tier: "generated", template: "src/apps/permissions.ts.hbs", context }];
}

/** src/permissions.ts: the union of all permissions, and what templates see of them. */
export function allPermissionsSpecs(index: ProjectIndex): RenderSpec[] {
  const apps = index.apps
    .filter((app) => app.models.length > 0)
    .map((app) => ({
      label: app.label,
      object: permissionObject(app.label),
      file: importSpecifier("src/permissions.ts", permissionsFile(app)),
    }));
  const context = { apps };
  const path = "src/permissions.ts";
  return [{ path, tier: "generated", template: "src/permissions.ts.hbs", context }];
}
