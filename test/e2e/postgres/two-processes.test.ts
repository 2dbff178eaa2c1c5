import { beforeAll, describe, expect, it } from "vitest";
import { type RunningProject, startProject } from "../../support/running-project.ts";
import { scratchDatabase } from "../../support/scratch-database.ts";
import { Client } from "./support/client.ts";
import { builtLedger, PASSWORD, Psql } from "./support/ledger.ts";

// Two processes of one project on one database, started at the same moment on an empty one.

let a: RunningProject;
let b: RunningProject;
let psql: Psql;
let names = 0;

beforeAll(async () => {
  const dir = await builtLedger();
  const DATABASE_URL = await scratchDatabase();
  psql = new Psql(DATABASE_URL);
  [a, b] = await Promise.all([
    startProject(dir, { DATABASE_URL }),
    startProject(dir, { DATABASE_URL }),
  ]);
});

/** A clerk who keeps a book and has one session at both processes. */
async function clerk() {
  const username = `clerk-${++names}`;
  const id = await psql.clerk(username);
  const bookId = await psql.book(id);
  const atA = await new Client(a.url).resume(await psql.session(id));
  return { id, username, bookId, path: `/books/${bookId}/`, atA, atB: atA.at(b.url) };
}

it("migrates once when both start on an empty database, and both come up", async () => {
  const [applied] = await psql.rows<{ count: string }>(
    "select count(*) from drizzle.__drizzle_migrations",
  );
  expect(applied?.count).toBe("1");
  for (const { url } of [a, b]) expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

describe("a session", () => {
  it("that begins at one process is good at the other, until it ends there", async () => {
    const { username } = await clerk();
    const atA = new Client(a.url);
    const atB = atA.at(b.url);
    expect((await atB.get("/")).status).toBe(302);
    expect((await atA.logIn(username, PASSWORD)).status).toBe(303);
    expect((await atB.get("/")).status).toBe(200);
    expect((await atA.post("/logout/")).location).toBe("/login/");
    expect((await atB.get("/")).location).toMatch(/^\/login\//);
  });

  it("that ends at one process takes the page open at the other with it", async () => {
    const { atA, atB, path } = await clerk();
    const page = await atB.open(path);
    expect(page.first.content).toContain("The book");
    await atA.post("/logout/");
    expect(await page.next()).toMatchObject({ type: "redirect", location: /^\/login\// });
    await expect(page.next()).rejects.toThrow("closed with 1008");
  });
});

describe("a password confirmed at one process", () => {
  it("is confirmed at the other, in this session only", async () => {
    const { id, atA, atB, bookId } = await clerk();
    const elsewhere = await new Client(b.url).resume(await psql.session(id));
    const seal = `/book/${bookId}/seal/`;
    expect((await atB.post(seal)).location).toMatch(/^\/confirm-password\//);
    expect((await atA.post("/confirm-password/", { password: PASSWORD })).status).toBe(303);
    expect((await atB.post(seal)).location).not.toMatch(/^\/confirm-password\//);
    expect((await elsewhere.post(seal)).location).toMatch(/^\/confirm-password\//);
    const [book] = await psql.rows("select note from book_book where id = $1", [bookId]);
    expect(book).toEqual({ note: "sealed" });
  });
});

describe("a rate limit", () => {
  it("of an action is counted over both processes", async () => {
    const { atA, atB, bookId } = await clerk();
    const stamp = `/book/${bookId}/stamp/`;
    const answers = [];
    for (const client of [atA, atB, atA, atB, atA]) answers.push((await client.post(stamp)).status);
    expect(answers).toEqual([303, 303, 303, 303, 303]);
    await psql.rows("update book_book set note = 'untouched' where id = $1", [bookId]);
    for (const client of [atA, atB]) {
      const { status, body } = await client.post(stamp);
      expect(status).toBe(429);
      expect(body).toMatch(/Too many calls\. Try again in \d+ seconds\./);
    }
    const [book] = await psql.rows("select note from book_book where id = $1", [bookId]);
    expect(book).toEqual({ note: "untouched" });
  });

  it("of an event is, too, and lets exactly five of twenty through that come at once", async () => {
    const { atA, atB, path } = await clerk();
    const pages = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? atA : atB).open(path)),
    );
    const frames = await Promise.all(pages.map((page) => page.fire("stamp_entry")));
    expect(frames.filter(({ type }) => type === "render")).toHaveLength(5);
    expect(frames.filter(({ error }) => error?.startsWith("Too many calls"))).toHaveLength(15);
    for (const page of pages) page.leave();
  });

  it("is not counted on the connections that transactions wait for", async () => {
    // Each of these holds a connection while it asks for the count; more than there are.
    const clerks = await Promise.all(Array.from({ length: 8 }, () => clerk()));
    const pages = await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        const { atA, path } = clerks[index % 8] as Awaited<ReturnType<typeof clerk>>;
        return atA.open(path);
      }),
    );
    const frames = await Promise.all(pages.map((page) => page.fire("stamp_entry")));
    expect(frames.map(({ type }) => type)).toEqual(Array.from({ length: 40 }, () => "render"));
    for (const page of pages) page.leave();
  });
});

describe("a page open at one process is told without a click", () => {
  it("that a permission was revoked at psql", async () => {
    const { id, atB, path } = await clerk();
    const page = await atB.open(path);
    expect(page.first.content).toContain("Add entry");
    await psql.rows(
      "delete from auth_user_permission where user_id = $1 and permission = 'book.can_write_entries'",
      [id],
    );
    const render = await page.next();
    expect(render.type).toBe("render");
    expect(render.content).not.toContain("Add entry");
    expect(await page.next()).toMatchObject({ type: "error", error: "Permission denied" });
    page.leave();
  });

  it("that the page's own permission was revoked", async () => {
    const { id, atB, path } = await clerk();
    const page = await atB.open(path);
    await psql.rows("delete from auth_user_permission where user_id = $1", [id]);
    expect(await page.next()).toMatchObject({ type: "error", error: "Permission denied" });
    await expect(page.next()).rejects.toThrow("closed with 1008");
  });

  it("that its user was deactivated", async () => {
    const { id, atB, path } = await clerk();
    const page = await atB.open(path);
    await psql.rows("update auth_user set is_active = false where id = $1", [id]);
    expect(await page.next()).toMatchObject({ type: "redirect", location: /^\/login\// });
  });

  it("that its user left, or was moved to another group", async () => {
    const { id, atB, path } = await clerk();
    await psql.rows("delete from auth_user_permission where user_id = $1", [id]);
    await psql.rows(
      "insert into auth_user_group select $1, id from auth_group where name = 'clerk'",
      [id],
    );
    const page = await atB.open(path);
    await psql.rows("delete from auth_user_group where user_id = $1", [id]);
    expect(await page.next()).toMatchObject({ type: "error", error: "Permission denied" });
  });

  it("that its user is no member any more", async () => {
    const { id, atB, path, bookId } = await clerk();
    const page = await atB.open(path);
    await psql.rows("delete from book_bookkeeper where user_id = $1 and book_id = $2", [
      id,
      bookId,
    ]);
    expect(await page.next()).toEqual({ type: "redirect", location: "/book/", lost: true });
    await expect(page.next()).rejects.toThrow("closed with 1008");
  });

  it("what a hundred changes in a row have left, and stays open", async () => {
    const { id, atB, path } = await clerk();
    const page = await atB.open(path);
    for (let change = 0; change < 50; change += 1) {
      const power = [id, "book.can_write_entries"];
      await psql.rows(
        "delete from auth_user_permission where user_id = $1 and permission = $2",
        power,
      );
      await psql.rows("insert into auth_user_permission values ($1, $2)", power);
    }
    let frame = await page.fire("add_entry", { text: "still here" });
    while (!frame.content?.includes("still here")) frame = await page.next();
    page.leave();
  });

  it("nothing, when nothing was lost", async () => {
    const { id, username, atA, atB, path, bookId } = await clerk();
    const page = await atB.open(path);
    await new Client(a.url).logIn(username, PASSWORD);
    await atA.post("/confirm-password/", { password: PASSWORD });
    await psql.rows("update auth_user set password = password where id = $1", [id]);
    const other = await psql.book(id);
    await psql.rows("delete from book_bookkeeper where user_id = $1 and book_id = $2", [id, other]);
    // The last of these is a change that shows, so everything before it has arrived too.
    await psql.rows(
      "delete from auth_user_permission where user_id = $1 and permission = 'book.can_write_entries'",
      [id],
    );
    expect((await page.next()).content).not.toContain("Add entry");
    expect(page.closed).toBeNull();
    expect(bookId).not.toBe(other);
    page.leave();
  });
});

describe("the login's limit", () => {
  it("is counted over both processes, so that a second one gives no second chance", async () => {
    // The address is counted too, and the tests above have used some of its ten.
    const username = `clerk-${++names}`;
    await psql.clerk(username);
    const answers = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const client = new Client(attempt % 2 === 0 ? a.url : b.url);
      answers.push((await client.logIn(username, "wrong")).status);
    }
    const passed = answers.indexOf(429);
    expect(passed).toBeGreaterThan(5);
    expect(passed).toBeLessThanOrEqual(10);
    expect(new Set(answers.slice(0, passed))).toEqual(new Set([422]));
    expect(new Set(answers.slice(passed))).toEqual(new Set([429]));
    for (const { url } of [a, b]) {
      expect((await new Client(url).logIn(username, PASSWORD)).status).toBe(429);
    }
  });
});
