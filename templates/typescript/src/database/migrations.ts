import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type SQL, sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import type { Database } from "./connection.ts";

/** A migration that the database refused; its message is all that whoever started it must read. */
export class MigrationFailed extends Error {
  constructor(name: string, cause: unknown) {
    super(
      `The migration ${name} failed: ${reasonOf(cause)}\n` +
        "The database is as it was before: no migration of this run was kept.",
      { cause },
    );
    this.name = "MigrationFailed";
  }
}

/** Any number, as long as every process of every version uses the same. */
const MIGRATION_LOCK = 7_319_402;

/**
 * Applies every migration that the database has not applied yet, in the journal's order. Of several
 * processes that start at once the first one migrates; the others wait for it and find it done.
 * drizzle's own migrator goes by the latest migration alone and would pass over those that came in
 * with a merge of another branch. The table of what is applied is drizzle's.
 *
 * @param transaction stays open until everything else that belongs to the new schema is done
 * @throws MigrationFailed; the caller has to roll back
 */
export async function applyMigrations(
  transaction: Database,
  migrationsFolder: string,
): Promise<void> {
  const migrations = readMigrationFiles({ migrationsFolder });
  await transaction.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
  const applied = await appliedBefore(transaction);
  for (const { sql: statements, hash, folderMillis } of migrations) {
    if (applied.has(folderMillis)) continue;
    try {
      for (const statement of statements) await transaction.execute(sql.raw(statement));
    } catch (error) {
      throw new MigrationFailed(nameOf(folderMillis, migrationsFolder), error);
    }
    await transaction.execute(sql`
      insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`);
  }
}

/** Is every migration applied? Newer ones than those in the folder may be, too. */
export async function isMigrated(db: Database, migrationsFolder: string): Promise<boolean> {
  const migrations = readMigrationFiles({ migrationsFolder });
  const applied = await datesOf(db);
  return migrations.every(({ folderMillis }) => applied.has(folderMillis));
}

/** When the applied migrations were made; the table for them is created when it is missing. */
async function appliedBefore(transaction: Database): Promise<ReadonlySet<number>> {
  const [found] = await rowsOf<{ found: boolean }>(
    transaction,
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as found`,
  );
  if (!found?.found) {
    await transaction.execute(sql`create schema if not exists drizzle`);
    await transaction.execute(sql`
      create table drizzle.__drizzle_migrations (
        id serial primary key, hash text not null, created_at bigint
      )`);
  }
  return datesOf(transaction);
}

async function datesOf(db: Database): Promise<ReadonlySet<number>> {
  const rows = await rowsOf<{ created_at: string | number }>(
    db,
    sql`select created_at from drizzle.__drizzle_migrations`,
  );
  return new Set(rows.map((row) => Number(row.created_at)));
}

/** The file's name without `.sql`. */
function nameOf(when: number, migrationsFolder: string): string {
  const journal = join(migrationsFolder, "meta", "_journal.json");
  const { entries } = JSON.parse(readFileSync(journal, "utf8")) as {
    entries: { when: number; tag: string }[];
  };
  return entries.find((entry) => entry.when === when)?.tag ?? String(when);
}

/** What PostgreSQL said, which drizzle wraps into an error with the whole statement. */
function reasonOf(error: unknown): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause) innermost = innermost.cause;
  const { message, detail } = innermost as { message?: string; detail?: string };
  return [message ?? String(innermost), detail].filter(Boolean).join(". ");
}

async function rowsOf<Row>(transaction: Database, query: SQL): Promise<Row[]> {
  return ((await transaction.execute(query)) as unknown as { rows: Row[] }).rows;
}
