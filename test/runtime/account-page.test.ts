import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { checkPassword } from "../../templates/typescript/src/accounts/users.ts";
import * as auth from "../../templates/typescript/src/database/tables.ts";
import {
  type BrowserSession,
  openSession,
} from "../../templates/typescript/tests/support/sessions.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// What users do with their own accounts.

const OLD = "correct horse battery";
const NEW = "another battery staple";

let stub: StubApp;
beforeAll(async () => {
  const passwords = { perName: 10, perDevice: 3, perAddress: 100, minutes: 15 };
  stub = await startStubApp({ limits: { passwords } });
});
afterAll(() => stub.close());

let names = 0;
let ada: BrowserSession & { id: number; username: string };
beforeEach(async () => {
  const username = `ada-${++names}`;
  ada = { username, ...(await stub.login({ username, password: OLD })) };
});

const get = ({ cookie }: BrowserSession, url = "/my-account/") =>
  stub.app.inject({ url, headers: { cookie } });
const post = (
  path: string,
  { cookie, csrfToken }: BrowserSession,
  form: Record<string, string> = {},
) =>
  stub.app.inject({
    method: "POST",
    url: `/my-account/${path}/`,
    headers: { cookie },
    payload: { _csrf: csrfToken, ...form },
  });
const change = (old: string, fresh = NEW, again = fresh) =>
  post("password", ada, { old, new: fresh, again });
const isRight = async (password: string) =>
  (await checkPassword(stub.database.db, ada.username, password)) !== null;
const elsewhere = () => openSession(stub.app, stub.database.db, ada.id);
const actions = async () => {
  const { action, outcome, user_id: user, id } = auth.AuditEntry;
  const rows = await stub.database.db
    .select({ action, outcome })
    .from(auth.AuditEntry)
    .where(eq(user, ada.id))
    .orderBy(desc(id));
  return rows.map((row) => `${row.action} ${row.outcome}`);
};

it("is linked from every page, for those who are logged in", async () => {
  expect((await get(ada, "/")).body).toContain('href="/my-account/"');
  const stranger = await stub.app.inject({ url: "/my-account/" });
  expect(stranger.headers.location).toBe("/login/?next=%2Fmy-account%2F");
});

it("changes the password of those who know the old one, and logs out elsewhere", async () => {
  const other = await elsewhere();
  const done = await change(OLD);
  expect([done.statusCode, done.headers.location]).toEqual([303, "/my-account/"]);
  expect([await isRight(OLD), await isRight(NEW)]).toEqual([false, true]);
  expect([(await get(ada)).statusCode, (await get(other)).statusCode]).toEqual([200, 302]);
  expect(await actions()).toEqual(["change-password allowed"]);
});

it.each([
  ["the wrong old one", ["wrong", NEW, NEW], "not your old password"],
  ["a short new one", [OLD, "short", "short"], "at least 8 characters"],
  ["a common new one", [OLD, "password1", "password1"], "one of the first"],
  ["another repetition", [OLD, NEW, `${NEW}.`], "repetition differ"],
  ["nothing", ["", "", ""], "at least 8 characters"],
])("keeps the password with %s", async (_what, [old = "", fresh, again], sentence) => {
  const answer = await change(old, fresh, again);
  expect(answer.statusCode).toBe(422);
  expect(answer.body).toContain(sentence);
  expect(await isRight(OLD)).toBe(true);
});

it("limits how often the old password may be wrong", async () => {
  const codes = [];
  for (let time = 0; time < 4; time += 1) codes.push((await change("wrong")).statusCode);
  expect(codes).toEqual([422, 422, 422, 429]);
  expect((await change(OLD)).statusCode).toBe(429);
  expect((await actions()).every((action) => action === "change-password refused")).toBe(true);
});

it("changes it once of two at once", async () => {
  const answers = await Promise.all([change(OLD), change(OLD, `${NEW} 2`)]);
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
});

it("shows where one is logged in, and ends one of these", async () => {
  const other = await elsewhere();
  const { Session } = auth;
  const rows = await stub.database.db.select().from(Session).where(eq(Session.user_id, ada.id));
  const { body } = await get(ada);
  expect(rows).toHaveLength(2);
  for (const { id } of rows) expect(body).toContain(`value="${id}"`);
  const own = /badge">here/.exec(body)?.index ?? 0;
  const mine = /value="([\da-f]{64})"[^"]*$/.exec(body.slice(0, body.indexOf('"badge">here')));
  expect(own).toBeGreaterThan(0);
  const theirs = rows.find(({ id }) => id !== mine?.[1]);
  expect((await post("end-session", ada, { session: theirs?.id ?? "" })).statusCode).toBe(303);
  expect([(await get(ada)).statusCode, (await get(other)).statusCode]).toEqual([200, 302]);
  const last = await post("end-session", ada, { session: mine?.[1] ?? "" });
  expect(last.headers.location).toBe("/login/");
  expect((await get(ada)).statusCode).toBe(302);
  expect(await actions()).toEqual(["end-session allowed", "end-session allowed"]);
});

it("ends no session of anybody else", async () => {
  const other = await stub.login();
  const theirs = eq(auth.Session.user_id, other.id);
  const [row] = await stub.database.db.select().from(auth.Session).where(theirs);
  expect((await post("end-session", ada, { session: row?.id ?? "" })).statusCode).toBe(303);
  expect((await get(other)).statusCode).toBe(200);
});

it("logs out everywhere", async () => {
  const other = await elsewhere();
  const answer = await post("log-out-everywhere", other);
  expect(answer.headers.location).toBe("/login/");
  expect([(await get(ada)).statusCode, (await get(other)).statusCode]).toEqual([302, 302]);
  expect(await actions()).toEqual(["log-out-everywhere allowed"]);
});

it.each(["password", "end-session", "log-out-everywhere"])(
  "takes no %s without a token or a login",
  async (path) => {
    expect((await post(path, { ...ada, csrfToken: "" })).statusCode).toBe(403);
    const nobody = { cookie: "", csrfToken: "" };
    expect((await post(path, nobody)).headers.location).toMatch(/^\/login\//);
    expect((await get(ada)).statusCode).toBe(200);
  },
);
