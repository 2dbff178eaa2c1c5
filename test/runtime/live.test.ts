import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  AuditEntry,
  Session,
  User,
  UserPermission,
} from "../../templates/typescript/src/database/tables.ts";
import { Box, Keeper, Shelf } from "../fixtures/runtime-stub/src/shelves.ts";
import { connect } from "./support/socket.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

let stub: StubApp;
let shelfId: number;
let boxId: number;
const path = () => `/shelf/${shelfId}/keep/`;

beforeAll(async () => {
  stub = await startStubApp();
  await stub.app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => stub.close());

beforeEach(async () => {
  const { db } = stub.database;
  await db.delete(Box);
  await db.delete(Shelf);
  await db.delete(AuditEntry);
  const [shelf] = await db.insert(Shelf).values({ name: "kept" }).returning();
  shelfId = shelf?.id ?? 0;
  const [box] = await db.insert(Box).values({ label: "one", shelf_id: shelfId }).returning();
  boxId = box?.id ?? 0;
});

/** Somebody who belongs to the shelf. */
async function keeper(options: Parameters<StubApp["login"]>[0] = {}) {
  const user = await stub.login(options);
  await stub.database.db.insert(Keeper).values({ shelf_id: shelfId, user_id: user.id });
  return user;
}

const remover = () => keeper({ permissions: ["shelf.delete_shelf"] });
const boxes = () => stub.database.db.select().from(Box);

/** Opens the page's socket and takes its first frame. */
async function open(user: { cookie: string }, url = path()) {
  const client = await connect(stub.app, url, user.cookie);
  return { client, first: await client.next() };
}

describe("a live page", () => {
  it("is served whole to a browser and as a fragment to its socket", async () => {
    const user = await keeper();
    const whole = await stub.app.inject({ url: path(), headers: { cookie: user.cookie } });
    expect(whole.body).toContain(`<div id="live" hx-ws-connect="${path()}" hx-swap="innerMorph">`);
    const { client, first } = await open(user);
    expect(first).toMatchObject({ type: "render", target: "#live", swap: "innerMorph" });
    expect(first.content).toMatch(/^<title>kept · stub<\/title><h1>kept<\/h1>/);
    client.socket.close();
  });

  it("sends those who are nobody, or no members, elsewhere and closes for good", async () => {
    for (const [user, place] of [
      [{ cookie: "" }, `/login/?next=${encodeURIComponent(path())}`],
      [await stub.login(), "/shelf/"],
      [await stub.login({ isSuperuser: true }), "/shelf/"],
    ] as const) {
      const { client, first } = await open(user);
      expect(first).toEqual({ type: "redirect", location: place, lost: true });
      expect(await client.closed).toBe(1008);
    }
  });

  it("does not exist for a row that does not", async () => {
    const { client, first } = await open(await keeper(), "/shelf/999999/keep/");
    expect(first).toMatchObject({ type: "error", error: "Not found" });
    expect(await client.closed).toBe(1008);
  });

  it("accepts no socket from another site, or from none", async () => {
    const { cookie } = await keeper();
    for (const origin of ["http://evil.example", "null", null, "http://127.0.0.1"]) {
      await expect(connect(stub.app, path(), cookie, origin)).rejects.toThrow("refused with 403");
    }
  });
});

describe("an event", () => {
  it("runs, is audited, and renders the page again", async () => {
    const { client, first } = await open(await remover());
    expect(first.content).toContain("Remove");
    const frame = await client.fire("remove", { box_id: boxId });
    expect(frame.type).toBe("render");
    expect(frame.content).not.toContain("one");
    const [entry] = await stub.database.db.select().from(AuditEntry);
    expect(entry).toMatchObject({
      action: "ShelfKeepView.remove",
      target: path(),
      outcome: "allowed",
      params: { box_id: boxId },
    });
    client.socket.close();
  });

  it("is denied without the permission: no effect, a banner, an open socket, an audit row", async () => {
    const { client, first } = await open(await keeper());
    expect(first.content).not.toContain("Remove");
    const frame = await client.fire("remove", { box_id: boxId });
    expect(frame).toMatchObject({ type: "error", error: "Permission denied", target: "#banner" });
    expect(frame.content).toContain(`<a href="${path()}">Reload</a>`);
    expect(await boxes()).toHaveLength(1);
    const [entry] = await stub.database.db.select().from(AuditEntry);
    expect(entry).toMatchObject({ action: "ShelfKeepView.remove", outcome: "denied" });
    expect((await client.fire("add", { label: "two" })).content).toContain("Added.");
    client.socket.close();
  });

  it("is decided before its params are read", async () => {
    const { client } = await open(await keeper());
    expect((await client.fire("remove", { box_id: "x" })).error).toBe("Permission denied");
    client.socket.close();
  });

  it("finds no row of another shelf", async () => {
    const { client } = await open(await remover());
    const { db } = stub.database;
    const [other] = await db.insert(Shelf).values({ name: "other" }).returning();
    const values = { label: "theirs", shelf_id: other?.id ?? 0 };
    const [box] = await db.insert(Box).values(values).returning();
    expect((await client.fire("remove", { box_id: box?.id })).error).toBe("Not found");
    expect(await boxes()).toHaveLength(2);
    client.socket.close();
  });

  it.each([
    "constructor",
    "__proto__",
    "hasOwnProperty",
    "toString",
    "mount",
    "view",
    "handleError",
    "render",
    "wipe",
    "run",
    "",
    "remove ",
  ])("named %j is no handler of the page", async (name) => {
    const { client } = await open(await remover());
    const frame = await client.fire(name, { box_id: boxId });
    expect(frame).toMatchObject({ type: "error", error: "Unknown event" });
    expect(await boxes()).toHaveLength(1);
    client.socket.close();
  });

  it.each(["{", "null", "1", '"x"', "[]", "{}", '{"event":{"a":1}}', '{"event":["remove"]}'])(
    "that is the malformed frame %s is refused, and the socket goes on",
    async (text) => {
      const { client } = await open(await remover());
      expect(await client.say(text)).toMatchObject({ type: "error", error: "Not an event." });
      expect((await client.fire("remove", { box_id: boxId })).type).toBe("render");
      client.socket.close();
    },
  );

  it("whose values are nested too deeply is refused, by the audit log too", async () => {
    const { client } = await open(await remover());
    const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
    expect(await client.say(`{"event":"remove","box_id":${deep}}`)).toMatchObject({
      type: "error",
      error: "Nested too deeply.",
    });
    expect(await boxes()).toHaveLength(1);
    client.socket.close();
  });

  it("with wrong, missing or additional params is refused", async () => {
    const { client } = await open(await remover());
    for (const params of [{}, { box_id: "x" }, { box_id: boxId, more: 1 }, { box_id: [boxId] }]) {
      expect((await client.fire("remove", params)).type).toBe("error");
    }
    expect(await boxes()).toHaveLength(1);
    client.socket.close();
  });

  it("keeps nothing of a refused body, and is limited", async () => {
    const { client } = await open(await keeper());
    expect(await client.fire("add", { label: "twice" })).toMatchObject({ error: "Not that one." });
    expect(await boxes()).toHaveLength(1);
    expect((await client.fire("add", { label: "a" })).type).toBe("render");
    expect((await client.fire("add", { label: "b" })).error).toMatch(/^Too many calls/);
    expect(await boxes()).toHaveLength(2);
    client.socket.close();
  });

  it("that wants the password says so, and runs once it is confirmed", async () => {
    const user = await keeper();
    const { client } = await open(user);
    const asked = await client.fire("clear");
    // The shelf has a name, which this visitor may not know.
    expect(asked).toMatchObject({ type: "confirm", location: "/confirm-password/", what: "Clear" });
    expect(await boxes()).toHaveLength(1);
    const { db } = stub.database;
    await db.update(Session).set({ confirmed_at: new Date() }).where(eq(Session.user_id, user.id));
    expect((await client.fire("clear")).type).toBe("render");
    const longAgo = new Date(Date.now() - 11 * 60_000);
    await db.update(Session).set({ confirmed_at: longAgo }).where(eq(Session.user_id, user.id));
    expect((await client.fire("clear")).type).toBe("confirm");
    client.socket.close();
  });

  it("with a defect in its body tells the client nothing", async () => {
    const { client } = await open(await keeper());
    const frame = await client.fire("break_down");
    expect(frame.error).toMatch(/^Something went wrong on our side/);
    expect(JSON.stringify(frame)).not.toContain("secret");
    client.socket.close();
  });

  it("is answered by one frame that says so, and what is pushed does not", async () => {
    const user = await remover();
    const { client, first } = await open(user);
    expect(first).not.toHaveProperty("answer");
    expect(await client.fire("remove", { box_id: boxId })).toHaveProperty("answer", true);
    expect(await client.fire("remove", { box_id: boxId })).toHaveProperty("answer", true);
    expect(await client.fire("clear")).toMatchObject({ type: "confirm", answer: true });
    expect(await client.fire("break_down")).toMatchObject({ type: "error", answer: true });
    await stub.database.db.delete(UserPermission).where(eq(UserPermission.user_id, user.id));
    for (const type of ["render", "error"]) {
      const pushed = await client.next();
      expect(pushed).toMatchObject({ type });
      expect(pushed).not.toHaveProperty("answer");
    }
    client.socket.close();
  });

  it("waits for the one before it", async () => {
    const { client } = await open(await remover());
    const events = ["add", "remove", "remove"];
    const answers = events.map((event) =>
      client.fire(event, event === "add" ? { label: "x" } : { box_id: boxId }),
    );
    expect((await Promise.all(answers)).map(({ type }) => type)).toEqual([
      "render",
      "render",
      "error",
    ]);
    client.socket.close();
  });
});

describe("in the middle of a session", () => {
  it("a lost permission denies the next event, and is pushed before it", async () => {
    const user = await remover();
    const { client } = await open(user);
    const { user_id, permission } = UserPermission;
    await stub.database.db
      .delete(UserPermission)
      .where(and(eq(user_id, user.id), eq(permission, "shelf.delete_shelf")));
    const pushed = await client.next();
    expect(pushed.type).toBe("render");
    expect(pushed.content).not.toContain("Remove");
    expect((await client.next()).content).toContain("Reload");
    expect((await client.fire("remove", { box_id: boxId })).error).toBe("Permission denied");
    expect(await boxes()).toHaveLength(1);
    client.socket.close();
  });

  it("logging out elsewhere ends the page", async () => {
    const user = await remover();
    const { client } = await open(user);
    await stub.database.db.delete(Session).where(eq(Session.user_id, user.id));
    expect(await client.next()).toMatchObject({ type: "redirect" });
    expect(await client.closed).toBe(1008);
  });

  it("a user who is made inactive loses the page", async () => {
    const user = await remover();
    const { client } = await open(user);
    await stub.database.db.update(User).set({ is_active: false }).where(eq(User.id, user.id));
    expect(await client.next()).toMatchObject({ type: "redirect" });
    expect(await client.closed).toBe(1008);
  });

  it("a lost membership redirects at the next event, without effect", async () => {
    const user = await remover();
    const { client } = await open(user);
    await stub.database.db.delete(Keeper).where(eq(Keeper.user_id, user.id));
    const frame = await client.fire("remove", { box_id: boxId });
    expect(frame).toMatchObject({ type: "redirect", location: "/shelf/" });
    expect(await client.closed).toBe(1008);
    expect(await boxes()).toHaveLength(1);
  });
});

describe("a socket", () => {
  it("is closed when a message is too big", async () => {
    const { client } = await open(await remover());
    client.socket.send("x".repeat(1_500_000));
    expect(await client.closed).toBe(1009);
  });

  it("is closed when events come faster than they are served", async () => {
    const { client } = await open(await remover());
    for (let count = 0; count < 200; count += 1) client.socket.send('{"event":"x"}');
    expect(await client.closed).toBe(1013);
  });

  it("is closed on binary frames", async () => {
    const { client } = await open(await remover());
    client.socket.send(Buffer.from([1, 2, 3]));
    expect(await client.closed).toBe(1003);
  });
});
