import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startProject, SESSION_SECRET } from "../../support/running-project.ts";
import { scratchDatabase } from "../../support/scratch-database.ts";
import { testdir } from "../../support/testdir.ts";
import { Client } from "./support/client.ts";
import { builtLedger, Psql } from "./support/ledger.ts";

const TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1";

let dir: string;
beforeAll(async () => {
  dir = await builtLedger();
});

/** The same project with two more migrations: one that is right, and one that fails half way. */
function withBadMigration(): string {
  const next = testdir();
  cpSync(dir, next, { recursive: true, verbatimSymlinks: true });
  const journal = join(next, "migrations", "meta", "_journal.json");
  const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8")) as {
    entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
  };
  const last = entries.at(-1);
  if (!last) throw new Error("The project has no migrations.");
  const statements = {
    "0001_shelf": 'create table "shelf" ("id" integer)',
    "0002_divide": [
      'alter table "book_book" add column "pages" integer',
      'update "book_book" set "pages" = 1 / 0',
    ].join("\n--> statement-breakpoint\n"),
  };
  Object.entries(statements).forEach(([tag, text], index) => {
    writeFileSync(join(next, "migrations", `${tag}.sql`), text);
    entries.push({ ...last, idx: index + 1, when: last.when + index + 1, tag });
  });
  writeFileSync(journal, JSON.stringify({ ...rest, entries }));
  return next;
}

/** Starts a project that is expected to give up. */
async function startInVain(project: string, env: Record<string, string>) {
  return execa(process.execPath, ["dist/src/main.js"], {
    cwd: project,
    all: true,
    reject: false,
    timeout: 30_000,
    env: {
      NODE_ENV: "production",
      SESSION_SECRET,
      ALLOWED_HOSTS: "127.0.0.1",
      PORT: "0",
      ...env,
    },
  });
}

/** Starts a project, sees it ready, and ends it in peace. */
async function startAndStop(project: string, env: Record<string, string> = {}): Promise<void> {
  const { url, stop } = await startProject(project, env);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect(await stop()).toBe(0);
}

const SENTENCE = [
  "The migration 0002_divide failed: division by zero",
  "The database is as it was before: no migration of this run was kept.",
].join("\n");

describe("a migration that fails", () => {
  it("leaves PostgreSQL as it was, is named, and lets the old version go on", async () => {
    const DATABASE_URL = await scratchDatabase();
    const psql = new Psql(DATABASE_URL);
    const old = await startProject(dir, { DATABASE_URL });
    const id = await psql.clerk("ada");
    const bookId = await psql.book(id);
    const schema = await psql.rows(TABLES);
    const next = withBadMigration();

    const { exitCode, all } = await startInVain(next, { DATABASE_URL });
    expect(all).toBe(SENTENCE);
    expect(exitCode).toBe(1);
    expect(await psql.rows(TABLES)).toEqual(schema);
    expect(await psql.rows("select * from book_book")).toEqual([
      { id: bookId, title: "The book", note: "" },
    ]);
    const [applied] = await psql.rows("select count(*)::int from drizzle.__drizzle_migrations");
    expect(applied).toEqual({ count: 1 });

    const client = await new Client(old.url).resume(await psql.session(id));
    const page = await client.open(`/books/${bookId}/`);
    expect((await page.fire("add_entry", { text: "goes on" })).content).toContain("goes on");
    page.leave();

    // What is mended can be started; nothing is left over from the failure.
    const mended = join(next, "migrations", "0002_divide.sql");
    writeFileSync(mended, readFileSync(mended, "utf8").replace("1 / 0", "1"));
    const process = await startProject(next, { DATABASE_URL });
    expect((await fetch(`${process.url}/readyz`)).status).toBe(200);
    expect(await psql.rows("select pages from book_book")).toEqual([{ pages: 1 }]);
  }, 60_000);

  it("leaves PGlite as it was, and is named", async () => {
    const next = withBadMigration();
    // The old version first, in the same folder.
    const folder = join(next, "migrations");
    const journal = join(folder, "meta", "_journal.json");
    const bad = readFileSync(journal);
    cpSync(join(dir, "migrations", "meta", "_journal.json"), journal);
    const embedded = { DATA_DIR: ".data" };
    await startAndStop(next, embedded);
    writeFileSync(journal, bad);

    const { exitCode, all } = await startInVain(next, embedded);
    expect(all).toBe(SENTENCE);
    expect(exitCode).toBe(1);
    cpSync(join(dir, "migrations", "meta", "_journal.json"), journal);
    await startAndStop(next, embedded);
  }, 60_000);
});

it("needs no right to change the schema of a database that is up to date", async () => {
  const DATABASE_URL = await scratchDatabase();
  const psql = new Psql(DATABASE_URL);
  await startAndStop(dir, { DATABASE_URL });
  const role = new URL(DATABASE_URL).pathname.slice(1).replace("test", "role");
  for (const statement of [
    `create role ${role} login`,
    `grant usage on schema public, drizzle to ${role}`,
    `grant select, insert, update, delete on all tables in schema public to ${role}`,
    `grant select on all tables in schema drizzle to ${role}`,
  ]) {
    await psql.rows(statement);
  }
  onTestFinished(async () => {
    await psql.rows(`drop owned by ${role}`);
    await psql.rows(`drop role ${role}`);
  });
  const url = new URL(DATABASE_URL);
  url.username = role;
  const project = await startProject(dir, { DATABASE_URL: url.href });
  const id = await psql.clerk("ada");
  const client = await new Client(project.url).resume(await psql.session(id));
  const page = await client.open(`/books/${await psql.book(id)}/`);
  expect((await page.fire("add_entry", { text: "written" })).content).toContain("written");
  expect((await page.fire("stamp_entry")).type).toBe("render");
  page.leave();
  await project.stop();
});
