import { desc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { noteUse } from "../../templates/typescript/src/accounts/sessions.ts";
import { createUser, setActive } from "../../templates/typescript/src/accounts/users.ts";
import * as auth from "../../templates/typescript/src/database/tables.ts";
import { loadVisitor } from "../../templates/typescript/src/accounts/load-visitor.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// How sessions begin, go on and end, and what the audit log says of it.

const PASSWORD = "correct horse battery";
const BROWSER = "Firefox";

let stub: StubApp;
beforeAll(async () => {
  const sessions = { days: 3, idleMinutes: 30 };
  stub = await startStubApp({ limits: { sessions }, trustProxy: () => true });
});
afterAll(() => stub.close());

const { Session, AuditEntry } = auth;
const db = () => stub.database.db;

let names = 0;
async function logIn({ password = PASSWORD, username = "", scheme = "http" } = {}) {
  const name = username || `ada-${++names}`;
  const id = username ? 0 : await createUser(db(), { username: name, password: PASSWORD });
  const headers = {
    "user-agent": BROWSER,
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-proto": scheme,
  };
  const form = await readForm("/login/", "", headers);
  const answer = await stub.app.inject({
    method: "POST",
    url: "/login/",
    headers: { ...headers, cookie: form.cookie },
    payload: { _csrf: form.token, username: name, password },
  });
  const cookie = answer.cookies.find((each) => each.name.endsWith("session"));
  return { id, name, cookie, held: cookie ? written(cookie) : "" };
}

const written = ({ name, value }: { name: string; value: string }) =>
  `${name}=${encodeURIComponent(value)}`;

async function readForm(url: string, held: string, headers: Record<string, string>) {
  const { body, cookies } = await stub.app.inject({ url, headers: { ...headers, cookie: held } });
  const token = /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? "";
  return { token, cookie: [held, ...cookies.map(written)].filter(Boolean).join("; ") };
}

async function post(url: string, held: string, scheme = "http") {
  const headers = { "x-forwarded-proto": scheme };
  const { cookie, token } = await readForm("/", held, headers);
  const payload = { _csrf: token };
  return stub.app.inject({ method: "POST", url, headers: { ...headers, cookie }, payload });
}

const isIn = async (held: string) =>
  (await stub.app.inject({ url: "/", headers: { cookie: held } })).statusCode === 200;
const rowOf = async (id: number) =>
  (await db().select().from(Session).where(eq(Session.user_id, id)))[0];
const age = (id: number, minutes: number) =>
  db()
    .update(Session)
    .set({ last_seen_at: sql`now() - ${minutes} * interval '1 minute'` })
    .where(eq(Session.user_id, id));
const entries = (target: string) =>
  db().select().from(AuditEntry).where(eq(AuditEntry.target, target)).orderBy(desc(AuditEntry.id));

it("keeps where and when it began, and its cookie lives as long as it does", async () => {
  const { id, cookie } = await logIn();
  expect(await rowOf(id)).toMatchObject({
    address: "203.0.113.9",
    browser: BROWSER,
    idle_minutes: 30,
  });
  expect(cookie?.maxAge ?? (cookie?.expires?.getTime() ?? 0) - Date.now()).toBeGreaterThan(0);
  const expires = (await rowOf(id))?.expires_at.getTime() ?? 0;
  expect(Math.abs(expires - Date.now() - 3 * 86_400_000)).toBeLessThan(5000);
  expect(Math.abs(expires - (cookie?.expires?.getTime() ?? 0))).toBeLessThan(5000);
});

it("ends when it was not used for long, and goes on when it was", async () => {
  const { id, held } = await logIn();
  await age(id, 29);
  expect(await isIn(held)).toBe(true);
  const seen = (await rowOf(id))?.last_seen_at.getTime() ?? 0;
  expect(Date.now() - seen).toBeLessThan(5000);
  await age(id, 31);
  expect(await isIn(held)).toBe(false);
});

it("is written to at most once a minute, and waits for nobody", async () => {
  const { id, held } = await logIn();
  const before = (await rowOf(id))?.last_seen_at;
  expect(await isIn(held)).toBe(true);
  expect((await rowOf(id))?.last_seen_at).toEqual(before);
  await age(id, 2);
  const row = await rowOf(id);
  const { login } = await loadVisitor(db(), row?.id ?? "");
  await Promise.all([noteUse(db(), login), noteUse(db(), login), noteUse(db(), login)]);
  expect((await rowOf(id))?.last_seen_at).not.toEqual(row?.last_seen_at);
});

it("does not come back when an account is opened again", async () => {
  const { id, held } = await logIn();
  await setActive(db(), id, false);
  expect(await isIn(held)).toBe(false);
  await setActive(db(), id, true);
  expect(await isIn(held)).toBe(false);
});

it("ends with a logout, which clears the cookie, and the site's data over HTTPS", async () => {
  const { held } = await logIn();
  const plain = await post("/logout/", held);
  expect(plain.cookies.find(({ name }) => name === "session")).toMatchObject({ value: "" });
  expect(plain.headers["clear-site-data"]).toBeUndefined();
  const secure = await post("/logout/", (await logIn({ scheme: "https" })).held, "https");
  expect(secure.statusCode).toBe(303);
  expect(secure.headers["clear-site-data"]).toBe('"cache", "storage"');
});

it("is in the audit log from the login to the logout, and so is a login that failed", async () => {
  const { id, name, held } = await logIn();
  await post("/logout/", held);
  await logIn({ username: name, password: "wrong" });
  await logIn({ username: `${name}\0`, password: "wrong" });
  const found = (await entries(name)).map((entry) => [entry.user_id, entry.action, entry.outcome]);
  expect(found).toEqual([
    [null, "login", "refused"],
    [id, "logout", "allowed"],
    [id, "login", "allowed"],
  ]);
  const [failed] = await entries(`${name}\ufffd`);
  expect(failed).toMatchObject({ username: "", params: { address: "203.0.113.9" } });
});
