import { connect as connectTo } from "node:net";
import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addToGroup } from "../../templates/typescript/src/accounts/users.ts";
import { Group, GroupPermission, Session } from "../../templates/typescript/src/database/tables.ts";
import {
  anonymousSession,
  type BrowserSession,
} from "../../templates/typescript/tests/support/sessions.ts";
import { Box, Keeper, Shelf } from "../fixtures/runtime-stub/src/shelves.ts";
import { scratchDatabase } from "../support/scratch-database.ts";
import { connect } from "./support/socket.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// Rights that are taken away while a request or an event is under way, on a PostgreSQL server, where
// others really do something at the same moment.

const PASSWORD = "correct horse battery staple";

let stub: StubApp;
/** Somebody else who works on the database. */
let other: pg.Client;
/** Is told when a request's headers have been read, and its visitor was loaded. */
let onArrival: () => void = () => {};
let shelfId: number;

beforeAll(async () => {
  const url = await scratchDatabase();
  stub = await startStubApp({}, url);
  stub.app.addHook("preParsing", async () => onArrival());
  await stub.app.listen({ port: 0, host: "127.0.0.1" });
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

const nameOfShelf = async () => (await stub.database.db.select().from(Shelf))[0]?.name;

type Editor = BrowserSession & { id: number };

/** Somebody who may rename the shelf: by a permission of their own, or a group's. */
async function editor(): Promise<Editor> {
  return stub.login({ permissions: ["shelf.change_shelf"] });
}

/** Sends a form whose last bytes come only after something else was done. */
async function renameSlowly(
  as: BrowserSession,
  meanwhile: () => Promise<unknown>,
): Promise<string> {
  const body = new URLSearchParams({ _csrf: as.csrfToken, name: "renamed" }).toString();
  const { port } = stub.app.server.address() as { port: number };
  const socket = connectTo(port, "127.0.0.1");
  const arrived = new Promise<void>((resolve) => (onArrival = resolve));
  const answer = new Promise<string>((resolve, reject) => {
    let text = "";
    socket.on("data", (chunk) => (text += String(chunk)));
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });
  socket.write(
    `POST /shelf/${shelfId}/update/ HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncookie: ${as.cookie}\r\n` +
      "connection: close\r\ncontent-type: application/x-www-form-urlencoded\r\n" +
      `content-length: ${body.length}\r\n\r\n${body.slice(0, -3)}`,
  );
  await arrived;
  await meanwhile();
  socket.write(body.slice(-3));
  return answer;
}

describe("a form that is still being sent", () => {
  it("is taken when nothing happens meanwhile", async () => {
    expect(await renameSlowly(await editor(), async () => {})).toMatch(/^HTTP\/1.1 303 /);
    expect(await nameOfShelf()).toBe("renamed");
  });

  it.each<[string, (user: Editor) => string, RegExp]>([
    [
      "the permission",
      ({ id }) => `delete from auth_user_permission where user_id = ${id}`,
      / 403 /,
    ],
    [
      "the session",
      ({ id }) => `delete from auth_session where user_id = ${id}`,
      /location: \/login/,
    ],
    [
      "the time of the session",
      ({ id }) => `update auth_session set expires_at = now() where user_id = ${id}`,
      /location: \/login/,
    ],
    [
      "the account",
      ({ id }) => `update auth_user set is_active = false where id = ${id}`,
      /location: \/login/,
    ],
    ["the user", ({ id }) => `delete from auth_user where id = ${id}`, /location: \/login/],
  ])("is refused when %s is gone meanwhile", async (_what, statement, answer) => {
    const user = await editor();
    expect(await renameSlowly(user, () => other.query(statement(user)))).toMatch(answer);
    expect(await nameOfShelf()).toBe("first");
  });

  it.each([
    ["the group has lost the permission", "delete from auth_group_permission"],
    ["the user has left the group", "delete from auth_user_group"],
    ["the group is gone", "delete from auth_group"],
  ])("is refused when %s meanwhile", async (_what, statement) => {
    const { db } = stub.database;
    await db.insert(Group).values({ name: "editors" }).onConflictDoNothing();
    const [group] = await db.select().from(Group);
    const permission = "shelf.change_shelf";
    const row = { group_id: group?.id ?? 0, permission };
    await db.insert(GroupPermission).values(row).onConflictDoNothing();
    const user = await stub.login();
    await addToGroup(db, user.id, "editors");
    expect(await renameSlowly(user, () => other.query(statement))).toMatch(/ 403 /);
    expect(await nameOfShelf()).toBe("first");
  });

  it("of a superuser is refused when they are none any more", async () => {
    const user = await stub.login({ isSuperuser: true });
    const statement = `update auth_user set is_superuser = false where id = ${user.id}`;
    expect(await renameSlowly(user, () => other.query(statement))).toMatch(/ 403 /);
    expect(await nameOfShelf()).toBe("first");
  });
});

describe("an event that waits for a row", () => {
  /** A keeper of the shelf who may remove boxes, on the page. */
  async function onPage() {
    const { db } = stub.database;
    const user = await stub.login({ permissions: ["shelf.delete_shelf"], confirmed: true });
    await db.insert(Keeper).values({ shelf_id: shelfId, user_id: user.id });
    const [box] = await db.insert(Box).values({ label: "one", shelf_id: shelfId }).returning();
    const client = await connect(stub.app, `/shelf/${shelfId}/keep/`, user.cookie);
    await client.next();
    return { user, client, boxId: box?.id ?? 0 };
  }

  const boxes = async () => (await stub.database.db.select().from(Box)).length;
  const settledSoon = (work: Promise<unknown>) =>
    Promise.race([work.then(() => true), new Promise((done) => setTimeout(done, 300, false))]);

  it.each<[string, (id: number) => string]>([
    ["its permission", (id) => `delete from auth_user_permission where user_id = ${id}`],
    ["its session", (id) => `delete from auth_session where user_id = ${id}`],
    ["its account", (id) => `update auth_user set is_active = false where id = ${id}`],
    ["its membership", (id) => `delete from shelf_keeper where user_id = ${id}`],
  ])("keeps %s until it is done: taking it away waits", async (_what, statement) => {
    const { user, client, boxId } = await onPage();
    await other.query("begin");
    await other.query(`select from shelf_box where id = ${boxId} for update`);
    const answer = client.fire("remove", { box_id: boxId });
    expect(await settledSoon(answer)).toBe(false);
    const taken = stub.database.db.execute(sql.raw(statement(user.id)));
    expect(await settledSoon(taken.then(() => {}))).toBe(false);
    await other.query("rollback");
    await Promise.all([answer, taken]);
    expect(await boxes()).toBe(0);
    client.socket.close();
  });

  it.each<[string, (id: number) => string]>([
    ["its permission", (id) => `delete from auth_user_permission where user_id = ${id}`],
    ["its session", (id) => `delete from auth_session where user_id = ${id}`],
    ["its account", (id) => `update auth_user set is_active = false where id = ${id}`],
    ["its membership", (id) => `delete from shelf_keeper where user_id = ${id}`],
  ])("does nothing when %s was being taken away before it began", async (_what, statement) => {
    const { user, client, boxId } = await onPage();
    await other.query("begin");
    await other.query(statement(user.id));
    const answer = client.fire("remove", { box_id: boxId });
    expect(await settledSoon(answer)).toBe(false);
    await other.query("commit");
    expect((await answer).type).not.toBe("render");
    expect(await boxes()).toBe(1);
    client.socket.close();
  });
});

describe("a password that is changed while it is checked", () => {
  const submit = (url: string, as: BrowserSession, values: Record<string, string>) =>
    stub.app.inject({
      method: "POST",
      url,
      headers: { cookie: as.cookie, "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({ _csrf: as.csrfToken, ...values }).toString(),
    });

  /** Does something while somebody else's change of the user's password is not committed yet. */
  async function whileChanged<T>(userId: number, work: () => Promise<T>): Promise<T> {
    await other.query("begin");
    await other.query("update auth_user set password = 'changed' where id = $1", [userId]);
    const result = work();
    await new Promise((done) => setTimeout(done, 500));
    await other.query("commit");
    return result;
  }

  it("logs nobody in", async () => {
    const user = await stub.login({ username: "ada", password: PASSWORD });
    await stub.database.db.delete(Session);
    const stranger = await anonymousSession(stub.app);
    const values = { username: "ada", password: PASSWORD };
    const answer = await whileChanged(user.id, async () => submit("/login/", stranger, values));
    expect(answer.statusCode).toBe(422);
    expect(await stub.database.db.select().from(Session)).toEqual([]);
  });

  it("confirms nothing", async () => {
    const user = await stub.login({ username: "bob", password: PASSWORD });
    const answer = await whileChanged(user.id, async () =>
      submit("/confirm-password/", user, { password: PASSWORD }),
    );
    expect(answer.statusCode).toBe(422);
    const [session] = await stub.database.db.select().from(Session);
    expect(session?.confirmed_at).toBeNull();
  });
});
