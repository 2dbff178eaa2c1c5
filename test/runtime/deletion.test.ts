import { eq, sql } from "drizzle-orm";
import pg from "pg";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Deletion, lookAtDeletion } from "../../templates/typescript/src/rows/deletion.ts";
import { sealsOf } from "../../templates/typescript/src/server/seals.ts";
import { User } from "../../templates/typescript/src/database/tables.ts";
import { Visitor } from "../../templates/typescript/src/runtime/visitor.ts";
import { DeletionReport } from "../../templates/typescript/src/templates/deletion.tsx";
import type { BrowserSession } from "../../templates/typescript/tests/support/sessions.ts";
import { Box, Keeper, Shelf } from "../fixtures/runtime-stub/src/shelves.ts";
import { scratchDatabase } from "../support/scratch-database.ts";
import { STUB_OPTIONS, startStubApp, type StubApp } from "./support/stub-app.ts";

// Deleting a row that others are bound to, on a PostgreSQL server, where others really do something
// at the same moment. With a shelf go its keepers, and its boxes hold it.

const REMOVER = ["shelf.delete_shelf", "shelf.view_shelf"] as const;
const REMOVER_OF_KEEPERS = [...REMOVER, "shelf.can_lock_shelf"] as const;

const { seal } = sealsOf(STUB_OPTIONS.sessionSecret);

let stub: StubApp;
/** Somebody else who works on the database. */
let other: pg.Client;
let shelfId: number;

beforeAll(async () => {
  const url = await scratchDatabase();
  stub = await startStubApp({}, url);
  other = new pg.Client({ connectionString: url });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await stub.close();
});

beforeEach(async () => {
  const { db } = stub.database;
  await db.delete(Box);
  await db.delete(Shelf);
  const [shelf] = await db.insert(Shelf).values({ name: "first" }).returning();
  shelfId = shelf?.id ?? 0;
});

/** @param seen what its page says that it saw */
async function post(as: BrowserSession, headers: Record<string, string> = {}, seen = "*") {
  return stub.app.inject({
    method: "POST",
    url: `/shelf/${shelfId}/delete/`,
    headers: {
      cookie: as.cookie,
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
    payload: new URLSearchParams({ _csrf: as.csrfToken, _seen: seal(seen) }).toString(),
  });
}

const count = async () => ({
  shelves: await stub.database.db.$count(Shelf),
  boxes: await stub.database.db.$count(Box),
  keepers: await stub.database.db.$count(Keeper),
});

async function keeper(deputyId: number | null = null): Promise<number> {
  const { db } = stub.database;
  const [user] = await db
    .insert(User)
    .values({ username: `keeper-${crypto.randomUUID()}` })
    .returning();
  const values = { shelf_id: shelfId, user_id: user?.id ?? 0, deputy_id: deputyId };
  const [made] = await db.insert(Keeper).values(values).returning();
  return made?.id ?? 0;
}

/** Until a statement of somebody else waits for a lock. */
async function someoneWaits(): Promise<void> {
  for (;;) {
    const { rows } = await other.query("select 1 from pg_locks where not granted limit 1");
    if (rows.length > 0) return;
  }
}

describe("what goes along", () => {
  it("is deleted by whoever may delete it", async () => {
    await keeper();
    const visitor = await stub.login({ permissions: [...REMOVER_OF_KEEPERS] });
    expect((await post(visitor)).statusCode).toBe(303);
    expect(await count()).toEqual({ shelves: 0, boxes: 0, keepers: 0 });
  });

  it("keeps whoever may not delete it from deleting anything, and is not described", async () => {
    const id = await keeper();
    const visitor = await stub.login({ permissions: [...REMOVER] });
    const answer = await post(visitor, { accept: "application/json" });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toEqual({
      error: "You may not delete what would go along: rows that you may not view.",
    });
    expect(answer.body).not.toContain(`#${id}`);
    expect(await count()).toEqual({ shelves: 1, boxes: 0, keepers: 1 });
  });

  it("may hold each other", async () => {
    await keeper(await keeper());
    const visitor = await stub.login({ permissions: [...REMOVER_OF_KEEPERS] });
    expect((await post(visitor)).statusCode).toBe(303);
    expect(await count()).toEqual({ shelves: 0, boxes: 0, keepers: 0 });
  });

  it("is asked for although somebody makes it at the same moment", async () => {
    const visitor = await stub.login({ permissions: [...REMOVER] });
    const user = await stub.login();
    await other.query("begin");
    await other.query("insert into shelf_keeper (shelf_id, user_id) values ($1, $2)", [
      shelfId,
      user.id,
    ]);
    const answer = post(visitor);
    await someoneWaits();
    await other.query("commit");
    expect((await answer).statusCode).toBe(403);
    expect(await count()).toEqual({ shelves: 1, boxes: 0, keepers: 1 });
  });
});

describe("what goes along since the page was opened", () => {
  const user = { id: 1, username: "mira", isSuperuser: false };
  const look = () => lookAtDeletion(stub.database.db, new Visitor(user, REMOVER), Shelf, shelfId);

  it("is deleted when it is what the page saw", async () => {
    await keeper();
    const { seen } = await look();
    const visitor = await stub.login({ permissions: [...REMOVER_OF_KEEPERS] });
    expect((await post(visitor, {}, seen)).statusCode).toBe(303);
    expect(await count()).toEqual({ shelves: 0, boxes: 0, keepers: 0 });
  });

  it("keeps everything when it is more, and is named", async () => {
    const { seen } = await look();
    const id = await keeper();
    const visitor = await stub.login({ permissions: [...REMOVER_OF_KEEPERS] });
    const answer = await post(visitor, { accept: "application/json" }, seen);
    expect(answer.statusCode).toBe(409);
    expect((answer.json() as { error: string }).error).toContain(
      `Now 1 keeper (#${id}) would be deleted too. Nothing was done`,
    );
    expect(await count()).toEqual({ shelves: 1, boxes: 0, keepers: 1 });
  });

  it("keeps everything when it is another row of the same kind", async () => {
    const first = await keeper();
    const { seen } = await look();
    await keeper();
    await stub.database.db.delete(Keeper).where(eq(Keeper.id, first));
    const visitor = await stub.login({ permissions: [...REMOVER_OF_KEEPERS] });
    expect((await post(visitor, {}, seen)).statusCode).toBe(409);
    expect(await count()).toEqual({ shelves: 1, boxes: 0, keepers: 1 });
  });
});

describe("what holds a row", () => {
  const labels = ["Box <1>", "Box 2", "Box 3", "Box 4", "Box 5", "Box 6"];
  const fill = () =>
    stub.database.db.insert(Box).values(labels.map((label) => ({ label, shelf_id: shelfId })));

  it("is named, the first of it, to whoever may view it", async () => {
    await fill();
    const visitor = await stub.login({ permissions: [...REMOVER] });
    const page = await post(visitor);
    expect(page.statusCode).toBe(409);
    expect(page.body).toContain("others refer to it: 6 boxes (“Box &lt;1>”");
    const json = await post(visitor, { accept: "application/json" });
    expect(json.json()).toEqual({
      error:
        "This is not deleted, because others refer to it: " +
        "6 boxes (“Box <1>”, “Box 2”, “Box 3”, “Box 4”, “Box 5”, 1 more).",
    });
    expect(await count()).toEqual({ shelves: 1, boxes: 6, keepers: 0 });
  });

  it("is neither named nor counted to whoever may not view it", async () => {
    await fill();
    const visitor = await stub.login({ permissions: ["shelf.delete_shelf"] });
    const answer = await post(visitor, { accept: "application/json" });
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toEqual({
      error: "This is not deleted, because others refer to it: rows that you may not view.",
    });
  });

  it("is named although somebody makes it at the same moment", async () => {
    const visitor = await stub.login({ permissions: [...REMOVER] });
    await other.query("begin");
    await other.query("insert into shelf_box (shelf_id, label) values ($1, 'late')", [shelfId]);
    const answer = post(visitor);
    await someoneWaits();
    await other.query("commit");
    expect((await answer).statusCode).toBe(409);
    expect((await answer).body).toContain("1 box (“late”)");
    expect(await count()).toEqual({ shelves: 1, boxes: 1, keepers: 0 });
  });

  it("is refused with a sentence, too, where no model describes it", async () => {
    const { db } = stub.database;
    await db.execute(sql`create table foreign_note (shelf_id integer references shelf_shelf (id))`);
    await db.execute(sql`insert into foreign_note values (${shelfId})`);
    const visitor = await stub.login({ permissions: [...REMOVER] });
    const answer = await post(visitor);
    await db.execute(sql`drop table foreign_note`);
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain("Other rows still refer to this one.");
    expect(await count()).toEqual({ shelves: 1, boxes: 0, keepers: 0 });
  });
});

describe("a page that asks before it deletes", () => {
  const user = { id: 1, username: "mira", isSuperuser: false };

  it("tells how many rows are bound and in which way, as far as one may view them", async () => {
    const { db } = stub.database;
    await db.insert(Box).values({ label: "Box 1", shelf_id: shelfId });
    const id = await keeper();
    const all = new Visitor(user, REMOVER_OF_KEEPERS);
    expect(await lookAtDeletion(db, all, Shelf, shelfId)).toEqual({
      along: [{ what: "1 keeper", names: [`#${id}`], others: 0 }],
      emptied: [],
      holding: [{ what: "1 box", names: ["Box 1"], others: 0 }],
      obstacle: "held",
      seen: expect.any(String) as string,
    });
    const some = new Visitor(user, REMOVER);
    expect(await lookAtDeletion(db, some, Shelf, shelfId)).toMatchObject({
      along: [{ what: "rows that you may not view", names: [], others: 0 }],
      obstacle: "denied",
    });
  });

  const report = (deletion: Partial<Deletion>) => {
    const whole = { along: [], emptied: [], holding: [], obstacle: null, seen: "", ...deletion };
    return renderToString(h(DeletionReport, { deletion: whole }));
  };

  it("says so in words, with the names as texts", () => {
    const html = report({
      along: [{ what: "7 boxes", names: ["<b>", "Box 2"], others: 5 }],
      emptied: [{ what: "1 note", names: [], others: 0 }],
    });
    expect(html).toContain(
      "<h2>Will be deleted too</h2><ul><li>7 boxes: &lt;b>, Box 2 and 5 more</li></ul>",
    );
    expect(html).toContain("<h2>Will no longer refer to it</h2><ul><li>1 note</li></ul>");
    expect(html).toContain("This cannot be undone.");
  });

  it("says what is in the way, and nothing of an end that does not come", () => {
    expect(report({ obstacle: "denied" })).toContain("You may not delete all that would go along");
    expect(report({ obstacle: "held" })).toContain("as long as other rows refer to it");
    expect(report({ obstacle: "held" })).not.toContain("cannot be undone");
  });
});
