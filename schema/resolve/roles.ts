import type { ManifestIndex } from "../manifest-index.ts";
import type { RoleManifest } from "../manifest.types.ts";
import type { Role } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { didYouMean, listNames } from "../suggest.ts";
import { reportUnknownPermission } from "./lookup.ts";

/** Every role with what it inherits; reports SP201–SP203, SP220 and SP221. */
export function resolveRoles(index: ManifestIndex, report: Report): Role[] {
  const roles = new Map(Object.entries(index.manifest.roles ?? {}));
  const held = new Map<string, ReadonlySet<string>>();
  for (const [name, role] of roles) checkRole(index, name, role, report);
  return [...roles.keys()].map((name) => ({
    name,
    permissions: [...permissionsHeld(name, [])].sort(),
  }));

  function permissionsHeld(name: string, trail: string[]): ReadonlySet<string> {
    const known = held.get(name);
    if (known) return known;
    const role = roles.get(name);
    if (role === undefined) return new Set();
    if (trail.includes(name)) {
      const circle = [...trail.slice(trail.indexOf(name)), name];
      report(
        "SP221",
        ["roles", name, "extends"],
        `The roles form a circle: ${circle.join(" → ")}.`,
        {
          hint: "Remove one `extends`.",
        },
      );
      return new Set();
    }
    const inherited = parentsOf(role).flatMap((parent) => [
      ...permissionsHeld(parent, [...trail, name]),
    ]);
    const own = (role.permissions ?? []).flatMap((written) => permissionsMeant(index, written));
    const all = new Set([...inherited, ...own]);
    held.set(name, all);
    return all;
  }
}

/** The role that was given the permission: this one, or one that it extends; null: none of them. */
export function roleGiven(index: ManifestIndex, name: string, permission: string): string | null {
  const role = index.manifest.roles?.[name];
  if (role === undefined) return null;
  const own = (role.permissions ?? []).flatMap((written) => permissionsMeant(index, written));
  if (own.includes(permission)) return name;
  for (const parent of parentsOf(role)) {
    const given = roleGiven(index, parent, permission);
    if (given !== null) return given;
  }
  return null;
}

/** A written permission, or those that `label.*` stands for; none where there is no such. */
function permissionsMeant({ permissions }: ManifestIndex, written: string): string[] {
  if (!written.endsWith(".*")) return permissions.has(written) ? [written] : [];
  const label = written.slice(0, -".*".length);
  return [...permissions.values()]
    .filter(({ model }) => model.app.label === label)
    .map(({ name }) => name);
}

function parentsOf(role: RoleManifest): string[] {
  return [role.extends ?? []].flat();
}

/** Whether there is such a role; reports SP220 where there is none. */
export function findRole(
  { manifest }: ManifestIndex,
  name: string,
  path: ManifestPath,
  report: Report,
): boolean {
  const roles = Object.keys(manifest.roles ?? {});
  if (roles.includes(name)) return true;
  report("SP220", path, `There is no role \`${name}\`.`, {
    hint:
      didYouMean(name, roles) ??
      (roles.length > 0 ? `Roles: ${listNames(roles, "and")}.` : "Add it under `roles:`."),
  });
  return false;
}

function checkRole(index: ManifestIndex, name: string, role: RoleManifest, report: Report): void {
  for (const [position, parent] of parentsOf(role).entries()) {
    const path = ["roles", name, "extends", ...(Array.isArray(role.extends) ? [position] : [])];
    findRole(index, parent, path, report);
  }
  for (const [position, permission] of (role.permissions ?? []).entries()) {
    const path = ["roles", name, "permissions", position];
    if (permission.includes(".")) {
      if (permissionsMeant(index, permission).length === 0) {
        reportUnknownPermission(index, permission, undefined, path, report);
      }
      continue;
    }
    const meant = [...index.permissions.values()].filter((entry) => entry.codename === permission);
    report("SP202", path, `The permission \`${permission}\` has no label.`, {
      hint:
        meant.length > 0
          ? `Write ${listNames(meant.map((entry) => entry.name))}.`
          : "Write `label.codename`.",
    });
  }
}
