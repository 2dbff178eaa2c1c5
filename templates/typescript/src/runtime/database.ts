import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { drizzle as drizzlePg } from "drizzle-orm/node-postgres";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import pg from "pg";
import { applyMigrations } from "./migrations.ts";
import { installPushTriggers } from "./push.ts";
import { projectRoot } from "./project-root.ts";
import { writeRoles } from "./users.ts";

/** The database, or a transaction in it: PGlite and PostgreSQL alike. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>;

export interface OpenDatabase {
  readonly db: Database;
  /** Set on a real PostgreSQL, for what has to be shared between processes. */
  readonly pool: pg.Pool | null;
  /** Applies the migrations, then the triggers of the push, then the roles. */
  migrate(): Promise<void>;
  /** Calls back with the payload of every NOTIFY on a channel, until the returned call. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A PostgreSQL's URL. Without one, PGlite is embedded. */
  url?: string | undefined;
  /** PGlite's folder; null: in memory. */
  folder?: string | null;
  migrationsFolder?: string;
  /** What PGlite's `dumpDataDir` gave: starts from there, in a quarter of the time. */
  snapshot?: Blob | undefined;
}

/** Opens PostgreSQL when there is a URL, otherwise PGlite in `.data/`, another folder or memory. */
export async function openDatabase(options: DatabaseOptions = {}): Promise<OpenDatabase> {
  const { url, folder = join(projectRoot(), ".data", "db") } = options;
  const migrationsFolder = options.migrationsFolder ?? join(projectRoot(), "migrations");
  if (url) return openPostgres(url, migrationsFolder);
  return openPglite(folder, migrationsFolder, options.snapshot);
}

async function afterMigrations(db: Database): Promise<void> {
  await db.transaction(async (transaction) => {
    await installPushTriggers(transaction);
    await writeRoles(transaction);
  });
}

async function openPglite(
  folder: string | null,
  migrationsFolder: string,
  snapshot: Blob | undefined,
): Promise<OpenDatabase> {
  if (folder) await mkdir(dirname(folder), { recursive: true });
  const start = snapshot ? { loadDataDir: snapshot } : {};
  const client = await PGlite.create(folder ?? "memory://", start);
  const db = drizzlePglite(client) as unknown as Database;
  return {
    db,
    pool: null,
    async migrate() {
      await applyMigrations(db, migrationsFolder);
      await afterMigrations(db);
    },
    async listen(channel, heard) {
      const stop = await client.listen(channel, heard);
      return () => stop();
    },
    close: () => client.close(),
  };
}

/** Any number, as long as every process of every version uses the same. */
const MIGRATION_LOCK = 7_319_402;

async function openPostgres(url: string, migrationsFolder: string): Promise<OpenDatabase> {
  const pool = new pg.Pool({ connectionString: url });
  // An idle connection that the server ends must not end the process; the pool replaces it.
  pool.on("error", () => {});
  const db = drizzlePg(pool) as unknown as Database;
  return {
    db,
    pool,
    async migrate() {
      // Several processes may start at once; the first migrates, the others wait and find it done.
      const client = await pool.connect();
      try {
        await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
        await applyMigrations(db, migrationsFolder);
        await afterMigrations(db);
      } finally {
        client.release(true); // closing the connection gives the lock back
      }
    },
    listen: (channel, heard) => listenPostgres(url, channel, heard),
    close: () => pool.end(),
  };
}

/** A connection of its own that is opened again whenever it breaks. */
async function listenPostgres(
  url: string,
  channel: string,
  heard: (payload: string) => void,
): Promise<() => Promise<void>> {
  let stopped = false;
  let client: pg.Client;
  const connect = async (): Promise<void> => {
    client = new pg.Client({ connectionString: url });
    client.on("notification", (message) => heard(message.payload ?? ""));
    client.on("error", () => {});
    client.on("end", () => {
      if (!stopped) setTimeout(() => void connect().catch(() => client.end()), 1000).unref();
    });
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
    // Whatever was said while the connection was down is lost; so everybody is looked at again.
    heard("*");
  };
  await connect();
  return async () => {
    stopped = true;
    await client.end();
  };
}
