import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/**
 * Applies every migration that the database has not applied yet, all or none, in the journal's
 * order. drizzle's own migrator goes by the latest one alone and would pass over those that came
 * in with a merge of another branch. The table of what is applied is drizzle's.
 */
export async function applyMigrations(
  db: PgDatabase<PgQueryResultHKT, Record<string, never>>,
  migrationsFolder: string,
): Promise<void> {
  const migrations = readMigrationFiles({ migrationsFolder });
  await db.execute(sql`create schema if not exists drizzle`);
  await db.execute(sql`
    create table if not exists drizzle.__drizzle_migrations (
      id serial primary key, hash text not null, created_at bigint
    )`);
  await db.transaction(async (transaction) => {
    const { rows } = (await transaction.execute(
      sql`select created_at from drizzle.__drizzle_migrations`,
    )) as unknown as { rows: { created_at: string | number }[] };
    const applied = new Set(rows.map((row) => Number(row.created_at)));
    for (const { sql: statements, hash, folderMillis } of migrations) {
      if (applied.has(folderMillis)) continue;
      for (const statement of statements) await transaction.execute(sql.raw(statement));
      await transaction.execute(sql`
        insert into drizzle.__drizzle_migrations (hash, created_at)
        values (${hash}, ${folderMillis})`);
    }
  });
}
