import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type RunningProject, startProject } from "../../support/running-project.ts";
import { scratchDatabase } from "../../support/scratch-database.ts";
import { Client } from "../postgres/support/client.ts";
import { PASSWORD, Psql } from "../postgres/support/ledger.ts";
import { builtWorkshop } from "./support/workshop.ts";

let dir: string;
let project: RunningProject;
let psql: Psql;
let clerks = 0;

beforeAll(async () => {
  const DATABASE_URL = await scratchDatabase();
  psql = new Psql(DATABASE_URL);
  dir = await builtWorkshop();
  project = await startProject(dir, { DATABASE_URL });
});

/** A clerk with a book of their own. */
async function clerk() {
  const username = `clerk-${++clerks}`;
  const id = await psql.clerk(username);
  const bookId = await psql.book(id);
  const client = await new Client(project.url).resume(await psql.session(id));
  const state = async () => {
    const [book] = await psql.rows("select note from book_book where id = $1", [bookId]);
    const entries = await psql.rows("select text from book_entry where book_id = $1", [bookId]);
    const log = await psql.rows(
      "select username, action, target, params, outcome from auth_audit where user_id = $1 order by id",
      [id],
    );
    return { book, entries, log };
  };
  return { id, username, bookId, client, state, rename: `/book/${bookId}/rename/` };
}

describe("the audit log", () => {
  it("has who, what, where, with what, and whether it was allowed", async () => {
    const { client, username, rename, state } = await clerk();
    await client.post(rename, { note: "new" });
    await client.post(rename, { note: "much too long ".repeat(20) });
    await psql.rows("delete from auth_user_permission where permission = 'book.can_write_entries'");
    await client.post(rename, { note: "denied" });
    const entry = { username, action: "BookRenameView.run", target: rename };
    const { book, log } = await state();
    expect(book).toEqual({ note: "new" });
    expect(log).toMatchObject([
      { ...entry, outcome: "allowed", params: { note: "new" } },
      { ...entry, outcome: "refused" },
      { ...entry, outcome: "denied", params: { note: "denied" } },
    ]);
  });

  it("has nothing of a change that is undone because its body throws, by a POST or an event", async () => {
    const { client, bookId, rename, state } = await clerk();
    const before = await state();
    expect((await client.post(rename, { note: "throw" })).status).toBe(500);
    const page = await client.open(`/books/${bookId}/`);
    expect((await page.fire("add_entry", { text: "throw" })).type).toBe("error");
    page.leave();
    expect(await state()).toEqual(before);
    expect(before.log).toEqual([]);
  });

  it("has nothing of a change that fails when it is committed", async () => {
    const { client, rename, state } = await clerk();
    const before = await state();
    await psql.rows(`create function never() returns trigger language plpgsql
      as $$ begin raise exception 'not committed'; end $$`);
    await psql.rows(`create constraint trigger never after update on book_book
      deferrable initially deferred for each row execute function never()`);
    const { status } = await client.post(rename, { note: "uncommitted" });
    await psql.rows("drop function never() cascade");
    expect(status).toBe(500);
    expect(await state()).toEqual(before);
  });

  it("undoes a change that cannot be written down", async () => {
    const { client, rename, state } = await clerk();
    const before = await state();
    await psql.rows("alter table auth_audit add constraint full_up check (id < 0) not valid");
    const { status } = await client.post(rename, { note: "unrecorded" });
    await psql.rows("alter table auth_audit drop constraint full_up");
    expect(status).toBeGreaterThanOrEqual(400);
    expect(await state()).toEqual(before);
    expect((await client.post(rename, { note: "recorded" })).status).toBe(303);
    expect((await state()).log).toHaveLength(1);
  });
});

describe("the page /audit/", () => {
  let root: Client;

  beforeAll(async () => {
    await psql.rows("delete from auth_audit");
    await psql.rows(
      `insert into auth_audit (username, action, target, params, outcome)
       select case when n % 4 = 0 then 'ana' else 'bo' end,
         case when n % 2 = 0 then 'BookRenameView.run' else 'BookWriteView.add_entry' end,
         '/books/' || n || '/', '{}', case when n % 10 = 0 then 'denied' else 'allowed' end
       from generate_series(1, 20000) as n`,
    );
    await psql.rows("analyze auth_audit");
    const id = await psql.clerk("root");
    await psql.rows("update auth_user set is_superuser = true where id = $1", [id]);
    root = await new Client(project.url).resume(await psql.session(id));
  });

  const targets = async (path: string) => {
    const { body } = await root.get(path);
    return {
      body,
      numbers: [...body.matchAll(/>\/books\/(\d+)\/ ?</g)].map(([, number]) => Number(number)),
    };
  };
  const linkIn = (body: string, text: string) =>
    new RegExp(`href="([^"]+)"[^>]*>${text}<`).exec(body)?.[1]?.replaceAll("&amp;", "&");

  it("shows fifty entries, the newest first, and leads to older ones without losing the filter", async () => {
    const first = await targets("/audit/?user=ana&action=&outcome=denied");
    expect(first.numbers).toHaveLength(50);
    expect(first.numbers[0]).toBe(20000);
    expect(first.numbers.every((number) => number % 20 === 0)).toBe(true);
    const older = linkIn(first.body, "Older") ?? "";
    // What is added meanwhile moves nothing from one page to the next.
    await psql.rows(
      `insert into auth_audit (username, action, target, params, outcome)
       values ('ana', 'BookRenameView.run', '/books/1/', '{}', 'denied')`,
    );
    const second = await targets(older);
    expect(second.numbers).toHaveLength(50);
    expect(second.numbers[0]).toBe((first.numbers.at(-1) ?? 0) - 20);
    expect((await targets(linkIn(second.body, "Newest") ?? "")).numbers[0]).toBe(1);
  });

  it("filters by what was done, and says so when there is nothing", async () => {
    const { numbers } = await targets("/audit/?action=BookWriteView.add_entry");
    expect(numbers[0]).toBe(19999);
    expect(numbers.every((number) => number % 2 === 1)).toBe(true);
    expect((await targets("/audit/?user=nobody-like-that")).body).toContain(
      "No entry is like that.",
    );
    for (const nonsense of ["before=-1", "before=1e99", "outcome=x", "user=%00", "user=a&user=b"]) {
      expect((await root.get(`/audit/?${nonsense}`)).status).toBe(200);
    }
  });

  it.each(["username", "action", "outcome"])("is served by an index for %s", async (column) => {
    const plan = await psql.rows<{ "QUERY PLAN": string }>(
      `explain select * from auth_audit where ${column} = 'rare' and id < 15000 order by id desc limit 51`,
    );
    const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
    expect(text).toMatch(new RegExp(`Index Scan.* using auth_audit_${column}_id_index`));
    expect(text).not.toContain("Sort");
  });

  it("is for superusers alone", async () => {
    const { client } = await clerk();
    expect((await client.get("/audit/")).status).toBe(403);
    expect((await new Client(project.url).get("/audit/")).location).toBe(
      "/login/?next=%2Faudit%2F",
    );
  });
});

describe("a confirmed password", () => {
  const confirm = (client: Client) => client.post("/confirm-password/", { password: PASSWORD });
  const asksAgain = async (client: Client, bookId: number) =>
    (await client.post(`/book/${bookId}/seal/`)).location?.startsWith("/confirm-password/") ??
    false;

  it("is good for the ten minutes that its page, dialog and README state, and no longer", async () => {
    const { client, bookId, id } = await clerk();
    expect(readFileSync(join(dir, "README.md"), "utf8")).toContain("are good for 10 minutes");
    expect((await client.get(`/books/${bookId}/`)).body).toContain("Good for 10 minutes");
    expect((await client.get("/confirm-password/")).body).toContain("good for 10 minutes");
    expect(await asksAgain(client, bookId)).toBe(true);
    expect((await confirm(client)).status).toBe(303);
    const movedBy = (interval: string) =>
      psql.rows(
        "update auth_session set confirmed_at = confirmed_at - $1::interval where user_id = $2",
        [interval, id],
      );
    await movedBy("9 minutes 30 seconds");
    expect(await asksAgain(client, bookId)).toBe(false);
    await movedBy("31 seconds");
    expect(await asksAgain(client, bookId)).toBe(true);
  });

  it("ends with its session, and is worth nothing in another one", async () => {
    const { client, username, bookId, id } = await clerk();
    await confirm(client);
    const other = await new Client(project.url).resume(await psql.session(id));
    expect(await asksAgain(other, bookId)).toBe(true);
    expect(await asksAgain(client, bookId)).toBe(false);
    await client.post("/logout/");
    await client.logIn(username, PASSWORD);
    expect(await asksAgain(client, bookId)).toBe(true);
  });
});
