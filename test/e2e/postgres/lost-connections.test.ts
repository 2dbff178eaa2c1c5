import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type RunningProject, startProject } from "../../support/running-project.ts";
import { scratchDatabase } from "../../support/scratch-database.ts";
import { Client } from "./support/client.ts";
import { type FaultyNetwork, faultyNetwork } from "./support/faulty-network.ts";
import { builtLedger, Psql } from "./support/ledger.ts";

// The database's connections end, are refused or fall silent under a running project.

let project: RunningProject;
let network: FaultyNetwork;
let psql: Psql;
let names = 0;

beforeAll(async () => {
  const dir = await builtLedger();
  const database = await scratchDatabase();
  psql = new Psql(database);
  network = await faultyNetwork(database);
  // A statement may take two seconds here, so that the tests need not wait for half a minute.
  const url = new URL(network.url);
  url.searchParams.set("statement_timeout", "2000");
  project = await startProject(dir, { DATABASE_URL: url.href });
});

let clerk: Awaited<ReturnType<typeof someClerk>>;
beforeEach(async () => {
  clerk = await someClerk();
});

/** After each of them the same process is as well as before. */
afterEach(async () => {
  network.mend();
  await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 15_000 });
  const { browser, path } = await someClerk();
  const page = await browser.open(path);
  expect((await page.fire("add_entry", { text: "well again" })).type).toBe("render");
  page.leave();
});

async function someClerk() {
  const id = await psql.clerk(`clerk-${++names}`);
  const bookId = await psql.book(id);
  const browser = await new Client(project.url).resume(await psql.session(id));
  return { id, bookId, browser, path: `/books/${bookId}/` };
}

/** What is said when an error is ours; the request's id leads to the log. */
const OURS = /^Something went wrong on our side \(request [\w-]+\)\.$/;
const oursOr = (what = "") => (OURS.test(what) ? "ours" : what);

const ready = async () => (await fetch(`${project.url}/readyz`)).status;

/** Ends the project's own connections. */
async function terminate(which: string): Promise<number> {
  const ended = await psql.rows(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name <> 'psql' and ${which}`,
  );
  return ended.length;
}

describe("when PostgreSQL ends connections", () => {
  it("the process listens again, and pushes what happened meanwhile", async () => {
    const page = await clerk.browser.open(clerk.path);
    expect(await terminate("query ilike 'listen%'")).toBe(1);
    await psql.rows(
      "delete from auth_user_permission where user_id = $1 and permission = 'book.can_write_entries'",
      [clerk.id],
    );
    expect((await page.next()).content).not.toContain("Add entry");
    // And goes on listening.
    await psql.rows("delete from auth_user_permission where user_id = $1", [clerk.id]);
    await vi.waitFor(() => expect(page.closed).toBe(1008), { timeout: 5_000 });
  });

  it("events and requests in the middle fail with a sentence or pass, and the process lives", async () => {
    const clerks = await Promise.all(Array.from({ length: 12 }, someClerk));
    const pages = await Promise.all(clerks.map(({ browser, path }) => browser.open(path)));
    let isOver = false;
    const said = new Set<string>();
    const firing = pages.map(async (page, index) => {
      for (let count = 0; !isOver; count += 1) {
        const frame = await page.fire("add_entry", { text: `${index}.${count}` });
        said.add(frame.type === "render" ? "written" : oursOr(frame.error));
      }
    });
    let ended = 0;
    for (let round = 0; round < 40; round += 1) {
      ended += await terminate("true");
      await sleep(50);
    }
    isOver = true;
    await Promise.all(firing);
    expect(ended).toBeGreaterThan(40);
    expect(said).toEqual(new Set(["written", "ours"]));
    for (const page of pages) page.leave();
  });

  it("in the middle of a transaction, what it wrote is gone and its connection is replaced", async () => {
    // The events wait for the row that is locked here, and are ended while they wait.
    const locker = await psql.pool.connect();
    const pages = await Promise.all(
      Array.from({ length: 5 }, () => clerk.browser.open(clerk.path)),
    );
    try {
      await locker.query("begin");
      await locker.query("select from book_book where id = $1 for update", [clerk.bookId]);
      const answers = pages.map((page) => page.fire("stamp_entry"));
      await vi.waitFor(async () =>
        expect(await psql.rows("select from pg_locks where not granted")).not.toEqual([]),
      );
      await terminate("wait_event_type = 'Lock'");
      const frames = await Promise.all(answers);
      expect(new Set(frames.map(({ error }) => oursOr(error)))).toEqual(new Set(["ours"]));
    } finally {
      await locker.query("rollback");
      locker.release();
    }
    const [book] = await psql.rows("select note from book_book where id = $1", [clerk.bookId]);
    expect(book).toEqual({ note: "" });
    for (const page of pages) page.leave();
  });
});

describe("when the database is away", () => {
  it("every door says so in a sentence, and is well afterwards", async () => {
    const page = await clerk.browser.open(clerk.path);
    network.cut();
    // An answer of the database is good for a second.
    await vi.waitFor(async () => expect(await ready()).toBe(503), { timeout: 3_000 });
    expect((await fetch(`${project.url}/healthz`)).status).toBe(200);
    for (const path of ["/", clerk.path, "/book/", "/login/"]) {
      const { status, body } = await clerk.browser.get(path);
      expect(status, path).toBeGreaterThanOrEqual(500);
      expect(body).toContain("Something went wrong on our side");
      expect(body).not.toMatch(/ECONN|Error:|node_modules|postgres/);
    }
    const frame = await page.fire("add_entry", { text: "lost" });
    expect(frame.error).toMatch(OURS);

    network.mend();
    await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 5_000 });
    // The page that was open all the time works on.
    expect((await page.fire("add_entry", { text: "found" })).content).toContain("found");
    page.leave();
  });

  it("nobody waits for ever for one that says nothing", async () => {
    const page = await clerk.browser.open(clerk.path);
    // What the database said a moment ago is not asked again.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    network.swallow();
    const began = performance.now();
    const answers = await Promise.all([
      page.fire("add_entry", { text: "swallowed" }).then(({ error }) => oursOr(error)),
      clerk.browser.get("/").then(({ status }) => status),
      ready(),
      // More than there are connections.
      ...Array.from({ length: 30 }, () =>
        clerk.browser.get(clerk.path).then(({ status }) => status),
      ),
    ]);
    expect(answers.slice(0, 3)).toEqual(["ours", 500, 503]);
    expect(new Set(answers.slice(3))).toEqual(new Set([500]));
    // Silence of seven seconds, or ten seconds' wait for a connection, before each query.
    expect(performance.now() - began).toBeLessThan(60_000);
    page.leave();
  }, 90_000);

  it("what a lost connection would have pushed is pushed when there is a new one", async () => {
    const page = await clerk.browser.open(clerk.path);
    network.swallow();
    await psql.rows("update auth_user set is_active = false where id = $1", [clerk.id]);
    await sleep(500);
    network.mend();
    expect(await page.next()).toMatchObject({ type: "redirect" });
  });
});

describe("a statement that takes too long", () => {
  it("is ended, and its connection is good for the next one", async () => {
    const page = await clerk.browser.open(clerk.path);
    const locker = await psql.pool.connect();
    try {
      await locker.query("begin");
      await locker.query("lock table book_entry in access exclusive mode");
      expect((await page.fire("add_entry", { text: "waits" })).error).toMatch(OURS);
    } finally {
      await locker.query("rollback");
      locker.release();
    }
    expect((await page.fire("add_entry", { text: "passes" })).content).toContain("passes");
    page.leave();
  });
});
