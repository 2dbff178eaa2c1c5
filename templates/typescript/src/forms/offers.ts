/** Which users a form or control offers. Whoever sees a row sees by name the user that it refers to. */
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type PgColumn, type PgTable, QueryBuilder } from "drizzle-orm/pg-core";
import * as auth from "#database/tables";
import type { Choice } from "./choices.ts";

const build = new QueryBuilder();

function offering(condition: SQL | undefined): Choice {
  const offered = and(eq(auth.User.is_active, true), condition);
  return { name: auth.User.username, where: sql`true`, offered: offered ?? sql`false` };
}

/** Everybody who may log in. */
export function activeUsers(): Choice {
  return offering(undefined);
}

/** Those of them to whom a role was given. */
export function usersInRole(role: string): Choice {
  const given = build
    .select({ id: auth.UserGroup.user_id })
    .from(auth.UserGroup)
    .innerJoin(auth.Group, eq(auth.Group.id, auth.UserGroup.group_id))
    .where(eq(auth.Group.name, role));
  return offering(inArray(auth.User.id, given));
}

/** Those of them whom a row of `table` ties to the object. */
export function membersOf<T extends PgTable>(
  table: T,
  columns: { object: keyof T["$inferSelect"] & string; user: keyof T["$inferSelect"] & string },
  objectId: number | SQL,
): Choice {
  const { [columns.object]: object, [columns.user]: user } = table as unknown as Record<
    string,
    PgColumn
  >;
  if (!object || !user) throw new TypeError("No such column in the table of a member rule.");
  const members = build
    .select({ id: user })
    .from(table as PgTable)
    .where(eq(object, objectId));
  return offering(inArray(auth.User.id, members));
}

/** The manifest does not say whom. */
export function nobody(): Choice {
  return offering(sql`false`);
}
