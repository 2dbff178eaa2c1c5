import { getTableName, sql } from "drizzle-orm";
import type { Database } from "#database/connection";
import * as auth from "#database/tables";

/** Rows of the project that refer to a user. */
export interface Reference {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
}

/** What these say of a user goes with the user, or outlives it by itself. */
const OWN_TABLES = [auth.UserGroup, auth.UserPermission, auth.Session, auth.AuditEntry];

/** Asks the database itself, which knows of tables that no model describes. */
export async function referencesTo(db: Database, userId: number): Promise<Reference[]> {
  const columns = await rowsOf<{ table: string; column: string; name: string }>(
    db,
    sql`select relname as name, conrelid::regclass::text as table, quote_ident(attname) as column
      from pg_constraint
        join pg_attribute on attrelid = conrelid and attnum = conkey[1]
        join pg_class on pg_class.oid = conrelid
      where contype = 'f' and confrelid = ${getTableName(auth.User)}::regclass
      order by 1, 3`,
  );
  const own: string[] = OWN_TABLES.map(getTableName);
  const found: Reference[] = [];
  for (const { table, column } of columns.filter(({ name }) => !own.includes(name))) {
    const count = sql`
      select count(*)::int as rows from ${sql.raw(table)} where ${sql.raw(column)} = ${userId}`;
    const [{ rows } = { rows: 0 }] = await rowsOf<{ rows: number }>(db, count);
    if (rows > 0) found.push({ table, column, rows });
  }
  return found;
}

async function rowsOf<Row>(db: Database, query: ReturnType<typeof sql>): Promise<Row[]> {
  return ((await db.execute(query)) as unknown as { rows: Row[] }).rows;
}
