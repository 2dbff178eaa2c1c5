import { getTableName, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Database } from "./connection.ts";
import * as auth from "./tables.ts";

/** The channel that carries the id of a user who may have lost or gained a power; "*": anybody. */
export const PUSH_CHANNEL = "spire_auth";

/** One name on all tables, so that those which nobody needs any more are found and dropped. */
const TRIGGER = "spire_push";

/** The rows of one table that somebody's powers depend on. */
interface Watch {
  readonly table: PgTable;
  readonly on: "delete or update" | "insert or delete or update";
  /** Columns with the id of a user; none: a change concerns everybody. */
  readonly users: readonly string[];
  /** An update of other columns than these and `users` takes no power away. */
  readonly columns: readonly string[];
}

/** A table whose rows make users members of objects. */
export interface Membership {
  readonly table: PgTable;
  readonly user: PgColumn;
  readonly object: PgColumn;
}

// A new session or user changes nothing for those who are there already.
const accounts: readonly Watch[] = [
  { table: auth.Session, on: "delete or update", users: ["user_id"], columns: ["expires_at"] },
  {
    table: auth.User,
    on: "delete or update",
    users: ["id"],
    columns: ["username", "is_active", "is_superuser"],
  },
  {
    table: auth.UserGroup,
    on: "insert or delete or update",
    users: ["user_id"],
    columns: ["group_id"],
  },
  {
    table: auth.UserPermission,
    on: "insert or delete or update",
    users: ["user_id"],
    columns: ["permission"],
  },
  {
    table: auth.GroupPermission,
    on: "insert or delete or update",
    users: [],
    columns: ["group_id", "permission"],
  },
];

/** Says each user once in a transaction: PostgreSQL drops equal notifications. */
const FUNCTION_BODY = `
declare
  users constant text[] := tg_argv[0]::text[];
  columns constant text[] := users || tg_argv[1]::text[];
  concerned jsonb[];
begin
  if tg_op = 'INSERT' then concerned := array[to_jsonb(new)];
  elsif tg_op = 'DELETE' then concerned := array[to_jsonb(old)];
  else
    if not exists (
      select from unnest(columns) as name
      where to_jsonb(old) -> name is distinct from to_jsonb(new) -> name
    ) then return null; end if;
    concerned := array[to_jsonb(old), to_jsonb(new)];
  end if;
  if users = '{}' then perform pg_notify('${PUSH_CHANNEL}', '*'); end if;
  perform pg_notify('${PUSH_CHANNEL}', affected ->> name)
    from unnest(concerned) as affected, unnest(users) as name
    where affected ->> name is not null;
  return null;
end `;

/**
 * Triggers that say on `PUSH_CHANNEL` whose powers changed, whoever changed them: this program, a
 * second node or somebody at psql. Membership counts as a power of the views' member rules. Writes
 * nothing when everything is in place, so that a program without the right to do so may start.
 */
export async function installPushTriggers(
  db: Database,
  members: readonly Membership[],
): Promise<void> {
  const wanted = [...accounts, ...memberships(members)].map(definitionOf);
  const found = await rowsOf<{ table: string; definition: string | null }>(
    db,
    sql`select tgrelid::regclass::text as table, obj_description(oid, 'pg_trigger') as definition
      from pg_trigger where tgname = ${TRIGGER}`,
  );
  const functions = await rowsOf<{ body: string }>(
    db,
    sql`select prosrc as body from pg_proc where oid = to_regproc(${TRIGGER})`,
  );
  const run = (statement: string) => db.execute(sql.raw(statement));
  if (functions[0]?.body !== FUNCTION_BODY) {
    await run(
      `create or replace function ${TRIGGER}() returns trigger language plpgsql
        as ${literal(FUNCTION_BODY)}`,
    );
  }
  for (const { table, definition } of found) {
    if (!wanted.some((watch) => watch.definition === definition)) {
      await run(`drop trigger ${TRIGGER} on ${table}`);
    }
  }
  for (const { table, definition } of wanted) {
    if (found.some((trigger) => trigger.definition === definition)) continue;
    await run(definition);
    await run(`comment on trigger ${TRIGGER} on ${table} is ${literal(definition)}`);
  }
}

/** One that several views use comes once, with all its columns. */
function memberships(members: readonly Membership[]): Watch[] {
  const tables = [...new Set(members.map(({ table }) => table))];
  return tables.map((table) => {
    const same = members.filter((member) => member.table === table);
    return {
      table,
      on: "delete or update",
      users: distinct(same.map(({ user }) => user.name)),
      columns: distinct(same.map(({ object }) => object.name)),
    };
  });
}

function definitionOf({ table, on, users, columns }: Watch): { table: string; definition: string } {
  const name = identifier(getTableName(table));
  const argument = [users, columns].map((names) => literal(arrayOf(names)));
  return {
    table: name,
    definition:
      `create trigger ${TRIGGER} after ${on} on ${name} ` +
      `for each row execute function ${TRIGGER}(${argument.join(", ")})`,
  };
}

const distinct = (names: readonly string[]) => [...new Set(names)].sort();

// PostgreSQL takes no parameters in DDL.
const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
const arrayOf = (names: readonly string[]) =>
  `{${names.map((name) => JSON.stringify(name)).join()}}`;

async function rowsOf<Row>(db: Database, query: SQL): Promise<Row[]> {
  return ((await db.execute(query)) as unknown as { rows: Row[] }).rows;
}
