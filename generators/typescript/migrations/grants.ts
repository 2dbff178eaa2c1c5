import { hasRenames } from "../../render/former-names.ts";
import { standardCodename } from "../../../schema/manifest-index.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { MigrationHistory } from "./history.ts";
import type { TableRename } from "./renames.ts";

/** A permission's name before and now. */
interface Grant {
  from: string;
  to: string;
}

const TABLES = { auth_group_permission: "group_id", auth_user_permission: "user_id" } as const;

/**
 * The permissions whose names change: those of renamed apps and models, the standard ones
 * included, and those that say `renamed_from` themselves.
 *
 * Permissions are in no schema. Whether a migration has renamed one already is therefore read from
 * the comments that `grantStatements` leaves.
 */
export function pendingGrants(
  project: ProjectIndex,
  renames: readonly TableRename[],
  history: MigrationHistory,
): Grant[] {
  if (!hasRenames(project)) return [];
  const done = doneGrants(history);
  return project.apps.flatMap((app) =>
    app.models.flatMap((model) => {
      const ref = { label: app.label, model: model.name };
      const former =
        renames.find((each) => each.ref.label === ref.label && each.ref.model === ref.model)
          ?.former ?? ref;
      return model.permissions.flatMap(({ name, codename, action, renamedFrom }) => {
        const own = (each: string) => `${former.label}.${each}`;
        const from =
          action !== null
            ? own(standardCodename(action, former.model))
            : renamedFrom === null || isDone(done, own(renamedFrom), own(codename))
              ? own(codename)
              : own(renamedFrom);
        return from === name || isDone(done, from, name) ? [] : [{ from, to: name }];
      });
    }),
  );
}

/** Whoever held the one holds the other, also who had been given both. */
export function grantStatements(grants: readonly Grant[]): string[] {
  return grants.flatMap(({ from, to }) =>
    Object.entries(TABLES).flatMap(([table, holder], position) => [
      (position === 0 ? `${MARK}${from} ${to}\n` : "") +
        `INSERT INTO "${table}" ("${holder}", "permission") SELECT "${holder}", '${to}' ` +
        `FROM "${table}" WHERE "permission" = '${from}' ON CONFLICT DO NOTHING;`,
      `DELETE FROM "${table}" WHERE "permission" = '${from}';`,
    ]),
  );
}

const MARK = "-- spire renames a permission: ";
const MARKED = new RegExp(`^${MARK}(\\S+) (\\S+)$`, "gm");

/** In the order in which the migrations are applied. */
function doneGrants({ journal, texts }: MigrationHistory): Grant[] {
  return journal.entries.flatMap(({ tag }) =>
    [...(texts.get(tag) ?? "").matchAll(MARKED)].map(([, from = "", to = ""]) => ({ from, to })),
  );
}

/** The last thing that happened to either name decides: a permission may be renamed back. */
function isDone(done: readonly Grant[], from: string, to: string): boolean {
  const names = [from, to];
  return done.findLast((each) => names.includes(each.from) || names.includes(each.to))?.to === to;
}
