/**
 * The server of the bench, compiled into the generated project: its own application, the one whose
 * guards were taken out, and one that Fastify serves bare, on one database and in one process.
 * Called with the folder of the project without guards and, for PostgreSQL, a URL.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { eq, sql } from "drizzle-orm";
import { createUser } from "../accounts/users.ts";
import type { Database } from "../database/connection.ts";
import { openDatabase } from "../database/database.ts";
import { GroupPermission } from "../database/tables.ts";
import { buildApp } from "../app.ts";
import { migrate } from "../migrate.ts";
import { bareApp } from "./bare.ts";
import {
  BOARDS,
  type Memory,
  PASSWORD,
  type Question,
  type Started,
  USERS,
  usernameOf,
} from "./messages.ts";

const [unguardedFolder = "", url] = process.argv.slice(2);

async function seed(db: Database): Promise<void> {
  await db.execute(sql`
    insert into tasks_note (title, is_done)
      select 'Note ' || n, n % 3 = 0 from generate_series(1, 20) n`);
  await db.execute(sql`
    insert into tasks_board (name, is_open)
      select 'Board ' || (1000 + n), false from generate_series(1, ${BOARDS}::integer) n`);
  await db.execute(sql`
    insert into tasks_task (board_id, title, is_done)
      select id, 'Task ' || n, n % 3 = 0 from tasks_board, generate_series(1, 20) n`);
  for (let user = 0; user < USERS; user++) {
    await createUser(db, {
      username: usernameOf(user),
      password: PASSWORD,
      groups: ["worker"],
    });
  }
  await db.execute(sql`analyze`);
}

async function memory(): Promise<Memory> {
  for (let i = 0; i < 5; i++) {
    globalThis.gc?.();
    await sleep(50);
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
}

const database = await openDatabase({ url, folder: null });
await migrate(database);
const { db } = database;
await seed(db);

const unguarded = (await import(
  pathToFileURL(join(unguardedFolder, "dist", "src", "app.js")).href
)) as { buildApp: typeof buildApp };

const UNLIMITED = 1_000_000_000;
const options = {
  database,
  sessionSecret: "a secret of the bench, forty characters.",
  limits: {
    requestsPerMinute: UNLIMITED,
    eventsPerMinute: UNLIMITED,
    socketsPerUser: UNLIMITED,
  },
};
const listen = { host: "127.0.0.1", port: 0 };
const urls: Started["urls"] = {
  bare: await (await bareApp(db)).listen(listen),
  unguarded: await (await unguarded.buildApp(options)).listen(listen),
  guarded: await (await buildApp(options)).listen(listen),
};

async function answer({ ask }: Question): Promise<Memory | NodeJS.CpuUsage | "done"> {
  if (ask === "memory") return memory();
  if (ask === "cpu") return process.cpuUsage();
  await db.delete(GroupPermission).where(eq(GroupPermission.permission, "tasks.can_open_board"));
  return "done";
}

process.on("message", (question: Question) => {
  void answer(question).then((said) => process.send?.(said));
});
// Nothing is worth closing in order: the databases are thrown away.
process.on("disconnect", () => process.exit());

const { rows } = (await db.execute(sql`select version()`)) as unknown as {
  rows: { version: string }[];
};
process.send?.({ urls, database: rows[0]?.version ?? "" } satisfies Started);
