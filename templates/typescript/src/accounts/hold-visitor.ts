/**
 * The visitor of a write: read again inside its transaction, and held until it ends. A request may
 * wait for its body and an event for a row, and rights may go meanwhile; what is taken away either
 * comes before the write, which then is denied, or waits for it.
 */
import { sql } from "drizzle-orm";
import type { Database } from "#database/connection";
import * as auth from "#database/tables";
import type { Permission } from "#permissions";
import { type Login, type User, Visitor } from "#runtime/visitor";
import { sessionEnd } from "./session-end.ts";

/** What the query answers; times as texts. */
interface Row extends User {
  readonly confirmed_at: string | null;
  readonly permissions: string[];
}

/**
 * @param transaction of the write; what is read is locked until it ends
 * @param visitor as loaded before
 * @param named the permissions that the guards of the write name: these are held, others only read
 */
export async function holdVisitor(
  transaction: Database,
  visitor: Visitor,
  named: readonly Permission[],
): Promise<Visitor> {
  if (!visitor.login) return visitor;
  const { id } = visitor.login;
  const names = sql`array[${sql.join(
    named.map((name) => sql`${name}`),
    sql`, `,
  )}]::text[]`;
  // The user first, as everywhere: two that lock in different orders could wait for each other.
  const { rows } = (await transaction.execute(sql`
    with holder as materialized (
      select id, username, is_superuser from ${auth.User}
        where id = (select user_id from ${auth.Session} where id = ${id}) and is_active
        for share
    ), login as materialized (
      select confirmed_at from ${auth.Session}
        where id = ${id} and user_id = (select id from holder) and ${sessionEnd} > now()
        for share
    ), own as materialized (
      select permission from ${auth.UserPermission}
        where user_id = (select id from holder) and permission = any(${names})
        for share
    ), of_groups as materialized (
      select granted.permission
        from ${auth.UserGroup} as belongs
        join ${auth.GroupPermission} as granted on granted.group_id = belongs.group_id
        where belongs.user_id = (select id from holder) and granted.permission = any(${names})
        for share
    ), others as (
      select permission from ${auth.UserPermission} where user_id = (select id from holder)
      union all
      select granted.permission
        from ${auth.UserGroup} as belongs
        join ${auth.GroupPermission} as granted on granted.group_id = belongs.group_id
        where belongs.user_id = (select id from holder)
    )
    select holder.id, username, is_superuser as "isSuperuser",
      confirmed_at::text,
      array(
        select permission from own
        union select permission from of_groups
        union select permission from others where permission <> all(${names})
      ) as permissions
    from holder, login`)) as unknown as { rows: Row[] };
  const [row] = rows;
  if (!row) return new Visitor();
  const { permissions, confirmed_at, ...user } = row;
  const confirmedAt = confirmed_at === null ? null : new Date(confirmed_at);
  const login: Login = { ...visitor.login, confirmedAt };
  return new Visitor(user, permissions, login);
}
