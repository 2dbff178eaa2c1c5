import { firstArticle } from "../article.ts";
import type { PermissionEntry } from "../manifest-index.ts";
import type { Requirement, StandardAction } from "../project.ts";
import type { ManifestPath } from "../report.ts";
import { permissionsOf } from "../requirements.ts";
import type { Resolution } from "../resolve/resolve.ts";
import { listNames } from "../suggest.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import type { Rule } from "./rule.ts";

/** SP204: a CRUD view guarded by another kind's standard action. */
export const otherKindsAction: Rule = ({ index, bases }, report) => {
  for (const { view, guard } of bases.values()) {
    const { kind } = view.manifest;
    const { action, strictAction } = VIEW_KINDS[kind];
    if (!strictAction || action === null) continue;
    if (guard?.kind !== "permission") continue;
    const actionOf = (name: string) => index.permissions.get(name)?.action ?? null;
    const wrong = firstWrong(guard.requirement, action, actionOf);
    if (wrong === null) continue;
    report(
      "SP204",
      [...view.path, "permission"],
      `${firstArticle(kind)} ${kind} view is guarded by ${action}, but \`${view.id}\` asks for \`${wrong}\`.`,
      {
        hint: `Name a permission to ${action}, or accept it with \`allow: { SP204: reason }\`.`,
      },
    );
  }
};

/** In `all`, another action beside the right one only narrows the guard. */
function firstWrong(
  requirement: Requirement,
  action: StandardAction,
  actionOf: (name: string) => StandardAction | null,
): string | null {
  if (typeof requirement === "string") {
    const own = actionOf(requirement);
    return own === null || own === action ? null : requirement;
  }
  if ("row" in requirement) return null;
  if ("all" in requirement) {
    const names = requirement.all.filter((part) => typeof part === "string");
    if (names.some((name) => actionOf(name) === action)) return null;
  }
  for (const part of "any" in requirement ? requirement.any : requirement.all) {
    const wrong = firstWrong(part, action, actionOf);
    if (wrong !== null) return wrong;
  }
  return null;
}

/** SP206: views and events that name no permission where none is meant by default. */
export const missingPermissions: Rule = ({ bases }, report) => {
  for (const { view, guard, modelIsMissing } of bases.values()) {
    const { kind, permission, handlers = {} } = view.manifest;
    const rules = VIEW_KINDS[kind];
    if (guard === null && permission === undefined && !modelIsMissing) {
      const why = rules.action === null ? "An action" : "A view that is about no one model";
      report("SP206", view.path, `${why} names its permission; \`${view.id}\` has none.`, {
        hint: "Add `permission:` and a codename, or `none` if login is enough.",
        at: "key",
      });
    }
    for (const [name, handler] of Object.entries(rules.handlers ? handlers : {})) {
      if (handler.permission !== undefined) continue;
      const path = [...view.path, "handlers", name];
      report("SP206", path, `The event \`${name}\` names no permission.`, {
        hint: "Add `permission:` and a codename, or `none` if opening the page is enough.",
        at: "key",
      });
    }
  }
};

/** SP213: a codename that its app has already. */
export const duplicatePermissions: Rule = ({ index }, report) => {
  for (const model of index.apps.flatMap((app) => app.models)) {
    for (const codename of Object.keys(model.manifest.permissions ?? {})) {
      const owner = index.permissions.get(`${model.app.label}.${codename}`);
      if (owner === undefined || (owner.model === model && owner.action === null)) continue;
      report(
        "SP213",
        [...model.path, "permissions", codename],
        `\`${owner.model.name}\` has the permission \`${codename}\` already.`,
        {
          hint: "Remove it here, or give it another codename.",
          at: "key",
        },
      );
    }
  }
};

/** SP240, SP241 and SP242: special permissions and roles that look forgotten. */
export const forgottenPermissions: Rule = (resolution, report) => {
  const checked = checkedPermissions(resolution);
  const { roles } = resolution.project;
  const held = new Set(roles.flatMap((role) => role.permissions));
  const unheld = new Map<string, { path: ManifestPath; name: string; checkedBy: string }[]>();
  for (const permission of resolution.index.permissions.values()) {
    const { codename, action, name } = permission;
    const path = pathOf(permission);
    if (action === null && !codename.startsWith("can_")) {
      report(
        "SP240",
        path,
        `The special permission \`${codename}\` does not begin with \`can_\`.`,
        {
          hint: `Rename it to \`can_${codename}\`, or accept it with \`allow: { SP240: reason }\` on the app.`,
          at: "key",
        },
      );
    }
    const checkedBy = checked.get(name);
    if (action === null && checkedBy === undefined) {
      report("SP241", path, `No view and no handler checks \`${name}\`.`, {
        hint: "Name it as the `permission:` of a view or handler, or remove it.",
        at: "key",
      });
    }
    if (checkedBy !== undefined && roles.length > 0 && !held.has(name)) {
      // A model's standard permissions have one place: one finding says them all.
      const place = path.join("\n");
      unheld.set(place, [...(unheld.get(place) ?? []), { path, name, checkedBy }]);
    }
  }
  for (const [first, ...more] of unheld.values()) {
    if (first === undefined) continue;
    const names = [first, ...more].map(({ name }) => name);
    const message =
      more.length === 0
        ? `\`${first.checkedBy}\` asks for \`${first.name}\`, but no role holds it.`
        : `No role holds ${listNames(names, "or")}, and views ask for them.`;
    report("SP242", first.path, message, {
      hint: `Add ${more.length === 0 ? "it" : "them"} to the \`permissions:\` of a role.`,
      at: "key",
    });
  }
};

/** By permission, the first view or handler that asks for it. */
function checkedPermissions({ project }: Resolution): Map<string, string> {
  const checked = new Map<string, string>();
  for (const view of project.apps.flatMap((app) => app.views)) {
    const guards = [
      [view.id, view.guard] as const,
      ...view.handlers.map((handler) => [`${view.id}.${handler.name}`, handler.guard] as const),
    ];
    for (const [id, guard] of guards) {
      if (guard.kind !== "permission") continue;
      for (const name of permissionsOf(guard.requirement)) {
        if (!checked.has(name)) checked.set(name, id);
      }
    }
  }
  return checked;
}

function pathOf({ model, codename, action }: PermissionEntry): ManifestPath {
  return action === null ? [...model.path, "permissions", codename] : model.path;
}
