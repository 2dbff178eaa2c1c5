/**
 * `perms` in templates: typed from the permissions, so that a stale name does not compile.
 */
import type { Permission, Perms } from "#permissions";
import { permissionNames } from "#permissions";
import type { Visitor } from "#runtime/visitor";

const tables = new Map<string, Map<string, Permission>>();
for (const name of permissionNames) {
  const [label = "", codename = ""] = name.split(".");
  if (!tables.has(label)) tables.set(label, new Map<string, Permission>());
  tables.get(label)?.set(codename, name);
}

/** Every permission as a boolean, by label and codename; worked out when a template asks. */
export function permsOf(visitor: Visitor): Perms {
  const perms = Object.create(null) as Record<string, Record<string, boolean>>;
  for (const [label, codenames] of tables) {
    Object.defineProperty(perms, label, {
      enumerable: true,
      get: () =>
        Object.fromEntries(
          [...codenames].map(([codename, name]) => [codename, visitor.hasPerm(name)]),
        ),
    });
  }
  return perms as unknown as Perms;
}
