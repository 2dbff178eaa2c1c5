import { randomUUID } from "node:crypto";
import { getTableColumns, getTableName, sql } from "drizzle-orm";
import type { FastifyInstance } from "fastify";
import pg from "pg";
import { inject } from "vitest";
import { buildApp } from "#app";
import type { Database } from "#database/connection";
import { openDatabase, type OpenDatabase } from "#database/database";
import { migrate } from "#migrate";
import { projectTables } from "#rows/table-facts";
import { digestOf } from "./digest.ts";
import { Passages } from "./passages.ts";
import { readSnapshot } from "./snapshot.ts";

/** The application on an empty, migrated database of its own. */
export interface Stage {
  readonly app: FastifyInstance;
  readonly db: Database;
  /** What the guards decided, and what became of the bodies. */
  readonly passages: Passages;
  /** A digest of every table but those that merely record who came: sessions and the audit log. */
  digest(): Promise<string>;
  /** Empties the tables of all models. Users stay. */
  clear(): Promise<void>;
  /** Applies the migrations once more. */
  migrate(): Promise<void>;
  close(): Promise<void>;
}

const MANY = 1_000_000;

/** How many ids each table has for itself. */
const IDS = 100_000;

/**
 * Opens PGlite in memory or, when DATABASE_URL is set, a fresh database on that server.
 * Pages are not pushed to, so that an answer to an event is nothing but that.
 */
export async function openStage(): Promise<Stage> {
  const database = await openScratch();
  await migrate(database);
  await spreadIds(database.db);
  const passages = new Passages();
  const app = await buildApp({
    database: withoutPush(database),
    watch: passages.watch,
    sessionSecret: "for tests only, forty characters or more",
    limits: { requestsPerMinute: MANY, eventsPerMinute: MANY, socketsPerUser: MANY },
  });
  await app.ready();
  const { db } = database;
  const names = projectTables().map((table) => `"${getTableName(table)}"`);
  return {
    app,
    db,
    passages,
    digest: () => digestOf(db),
    clear: async () => {
      if (names.length > 0) await db.execute(sql.raw(`truncate ${names.join(", ")} cascade`));
    },
    migrate: () => migrate(database),
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}

/** An empty database that is gone when it is closed. */
export async function openScratch(open: typeof openDatabase = openDatabase): Promise<OpenDatabase> {
  const url = process.env["DATABASE_URL"];
  const own = url ? await createDatabase(url) : null;
  const snapshot = readSnapshot(inject("snapshotFile"));
  const database = await open({ url: own?.url, folder: null, snapshot });
  return {
    ...database,
    async close() {
      await database.close();
      await own?.drop();
    },
  };
}

/** No two tables use the same ids, so that a row of another one is never the right one by chance. */
async function spreadIds(db: Database): Promise<void> {
  for (const [place, table] of projectTables().entries()) {
    // Tables of your own may have other keys.
    if (getTableColumns(table)["id"]?.generatedIdentity === undefined) continue;
    const start = (place + 1) * IDS;
    const name = getTableName(table);
    await db.execute(sql.raw(`alter table "${name}" alter column id restart with ${start}`));
  }
}

function withoutPush(database: OpenDatabase): OpenDatabase {
  return { ...database, listen: async () => async () => {} };
}

async function createDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await run(`create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => run(`drop database ${name} with (force)`) };
}
