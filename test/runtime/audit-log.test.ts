import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { writeAudit } from "../../templates/typescript/src/audit/log.ts";
import { isSecretName } from "../../templates/typescript/src/audit/secret-names.ts";
import { AuditEntry } from "../../templates/typescript/src/database/tables.ts";
import { Shelf } from "../fixtures/runtime-stub/src/shelves.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// What the audit log says of an attempt, and what it costs.

let stub: StubApp;
let shelfId: number;

beforeAll(async () => {
  stub = await startStubApp();
});
afterAll(() => stub.close());
beforeEach(async () => {
  const { db } = stub.database;
  await db.delete(AuditEntry);
  await db.delete(Shelf);
  const [shelf] = await db.insert(Shelf).values({ name: "Bolts" }).returning();
  shelfId = shelf?.id ?? 0;
});

type Person = Awaited<ReturnType<StubApp["login"]>>;

async function lock(as: Person, body: Record<string, unknown>): Promise<number> {
  const { statusCode } = await stub.app.inject({
    method: "POST",
    url: `/shelf/${shelfId}/lock/`,
    headers: { cookie: as.cookie, "content-type": "application/json" },
    payload: JSON.stringify({ _csrf: as.csrfToken, ...body }),
  });
  return statusCode;
}

const entries = () => stub.database.db.select().from(AuditEntry).orderBy(AuditEntry.id);

async function bytesOfLog(): Promise<number> {
  const { rows } = (await stub.database.db.execute(
    sql`select coalesce(sum(pg_column_size(entry.*)), 0)::int as bytes from ${AuditEntry} as entry`,
  )) as unknown as { rows: { bytes: number }[] };
  return rows[0]?.bytes ?? 0;
}

describe("an attempt that is made again and again", () => {
  it("is a few rows of which the last says how often, and small, however much was sent", async () => {
    const user = await stub.login();
    const times = "x".repeat(400_000);
    for (let turn = 0; turn < 100; turn += 1) expect(await lock(user, { times })).toBe(403);
    const found = await entries();
    expect(found.map(({ repeats }) => repeats)).toEqual([...Array<number>(9).fill(0), 90]);
    expect(new Set(found.map(({ outcome }) => outcome))).toEqual(new Set(["denied"]));
    expect(await bytesOfLog()).toBeLessThan(20_000);
  });

  it("with many values or deep ones is a small row too", async () => {
    const user = await stub.login();
    const many = Object.fromEntries([...Array(900).keys()].map((n) => [`key${n}`, "y".repeat(9)]));
    expect(await lock(user, many)).toBe(403);
    expect((await entries())[0]?.params).toEqual({
      "…": expect.stringMatching(/^\d+ characters$/),
    });
    expect(await bytesOfLog()).toBeLessThan(1_000);
  });

  it("of a long form holds the beginning of each value", async () => {
    const user = await stub.login();
    const long = Object.fromEntries(
      [...Array(20).keys()].map((n) => [`text${n}`, "y".repeat(900)]),
    );
    expect(await lock(user, { times: 1, ...long })).toBe(403);
    expect((await entries())[0]?.params).toMatchObject({ times: 1, text7: "y".repeat(100) });
  });

  it("does not hide what somebody else tries", async () => {
    const [ada, bob] = [await stub.login(), await stub.login()];
    for (let turn = 0; turn < 12; turn += 1) await lock(ada, { times: 1 });
    await lock(bob, { times: 1 });
    expect((await entries()).at(-1)).toMatchObject({ user_id: bob.id, repeats: 0 });
  });

  it("is written down again when its row has been removed", async () => {
    const user = await stub.login();
    for (let turn = 0; turn < 12; turn += 1) await lock(user, { times: 1 });
    await stub.database.db.delete(AuditEntry);
    await lock(user, { times: 1 });
    expect(await entries()).toHaveLength(1);
  });
});

describe("what was done", () => {
  it("is a row each time, with what the row on the page was called", async () => {
    const permissions = ["shelf.change_shelf", "shelf.can_lock_shelf"] as const;
    const user = await stub.login({ permissions, confirmed: true });
    for (let turn = 0; turn < 2; turn += 1) expect(await lock(user, { times: 1 })).toBe(303);
    await stub.database.db.delete(Shelf);
    expect((await entries()).map(({ target_name: name, repeats }) => [name, repeats])).toEqual([
      ["Bolts", 0],
      ["Bolts", 0],
    ]);
  });
});

describe("values that nobody may read", () => {
  it.each([
    "password",
    "new_password",
    "userPassword",
    "passwd",
    "pass_phrase",
    "apiKey",
    "api_key",
    "private-key",
    "access_token",
    "client_secret",
    "credentials",
    "pin",
    "cardPin",
    "otp",
    "cvv",
    "card_number",
    "iban",
    "ssn",
    "Authorization",
    "cookie",
  ])("are masked under the name %s", async (name) => {
    const event = { user: null, action: "x", target: "/", params: { [name]: "hunter2" } };
    await writeAudit(stub.database.db, event, "allowed");
    expect((await entries())[0]?.params).toEqual({ [name]: "…" });
  });

  it.each([
    '{"password":"hunter2"}',
    ' [{"deep":{"apiKey":"hunter2"}}]',
    '{"a":{"client_secret":"hunter2"',
  ])("are masked in JSON that a form sends as text: %s", async (data) => {
    const event = { user: null, action: "x", target: "/", params: { data } };
    await writeAudit(stub.database.db, event, "allowed");
    expect((await entries())[0]?.params).toEqual({ data: "…" });
  });

  it("are not meant by what somebody writes about them", async () => {
    const params = { note: "Give back the token [of the locker].", list: '{"names":[1]}' };
    await writeAudit(stub.database.db, { user: null, action: "x", target: "/", params }, "allowed");
    expect((await entries())[0]?.params).toEqual(params);
  });

  it.each(["spin", "opinion", "pinned", "passenger", "bypass", "name", "tokyo", "cookies_sold"])(
    "are not meant by the name %s",
    (name) => expect(isSecretName(name)).toBe(false),
  );
});
