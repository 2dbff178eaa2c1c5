import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AuditEntry, Session, User } from "../../templates/typescript/src/database/tables.ts";
import {
  anonymousSession,
  type BrowserSession,
} from "../../templates/typescript/tests/support/sessions.ts";
import { createUser, grantPermission } from "../../templates/typescript/src/accounts/users.ts";
import { buildApp } from "../../templates/typescript/src/app.ts";
import { Box, Shelf } from "../fixtures/runtime-stub/src/shelves.ts";
import { STUB_OPTIONS, startStubApp, type StubApp } from "./support/stub-app.ts";

let stub: StubApp;
let shelfId: number;
let boxId: number;

beforeAll(async () => {
  stub = await startStubApp();
});
afterAll(() => stub.close());

beforeEach(async () => {
  const { db } = stub.database;
  await db.delete(Box);
  await db.delete(Shelf);
  await db.delete(AuditEntry);
  const [shelf] = await db.insert(Shelf).values({ name: "first" }).returning();
  shelfId = shelf?.id ?? 0;
  const [box] = await db.insert(Box).values({ label: "box", shelf_id: shelfId }).returning();
  boxId = box?.id ?? 0;
});

const nobody = { cookie: "", csrfToken: "" };

function get(url: string, session: BrowserSession = nobody, options: InjectOptions = {}) {
  const headers = { cookie: session.cookie, ...options.headers };
  return stub.app.inject({ method: "GET", url, ...options, headers });
}

function post(
  url: string,
  session: BrowserSession = nobody,
  body: Record<string, string> = {},
  headers: Record<string, string> = {},
) {
  const payload = new URLSearchParams({ _csrf: session.csrfToken, ...body }).toString();
  const type = "application/x-www-form-urlencoded";
  return stub.app.inject({
    method: "POST",
    url,
    payload,
    headers: { cookie: session.cookie, "content-type": type, ...headers },
  });
}

async function shelf() {
  const [row] = await stub.database.db.select().from(Shelf).where(eq(Shelf.id, shelfId));
  return row;
}

describe("a guarded page", () => {
  it("sends anonymous visitors to log in and back", async () => {
    const answer = await get("/shelf/?page=2");
    expect(answer.statusCode).toBe(302);
    expect(answer.headers.location).toBe("/login/?next=%2Fshelf%2F%3Fpage%3D2");
    const json = await get("/shelf/", nobody, { headers: { accept: "application/json" } });
    expect([json.statusCode, json.json()]).toEqual([401, { error: "Login required" }]);
  });

  it("is forbidden without the permission, open with it, and closed again when it is lost", async () => {
    const visitor = await stub.login();
    const { db } = stub.database;
    const denied = await get("/shelf/", visitor);
    expect(denied.statusCode).toBe(403);
    expect(denied.body).toContain("<h1>Permission denied</h1>");
    await grantPermission(db, visitor.id, "shelf.view_shelf");
    expect((await get("/shelf/", visitor)).statusCode).toBe(200);
    await db.update(User).set({ is_active: false }).where(eq(User.id, visitor.id));
    expect((await get("/shelf/", visitor)).statusCode).toBe(302);
  });

  it("opens to a role of the manifest and to a superuser", async () => {
    const viewer = await stub.login({ groups: ["viewer"] });
    const admin = await stub.login({ isSuperuser: true });
    expect((await get("/shelf/", viewer)).body).toContain("<h1>first</h1>");
    expect((await get("/shelf/", admin)).body).toContain("<h1>first</h1>");
  });

  it("shows a control only to those who may use it", async () => {
    const viewer = await stub.login({ groups: ["viewer"] });
    const editor = await stub.login({ permissions: ["shelf.view_shelf", "shelf.change_shelf"] });
    expect((await get("/shelf/", viewer)).body).not.toContain("/update/");
    expect((await get("/shelf/", editor)).body).toContain('<a href="/shelf/1/update/">Change</a>');
  });

  it("is guarded in every variant of its path and method", async () => {
    const visitor = await stub.login();
    for (const url of ["/shelf/", "/%73helf/", "/shelf/?x", "/shelf/#x", "/shelf/;x"]) {
      expect((await get(url, visitor)).statusCode, url).toBeGreaterThanOrEqual(400);
    }
    for (const url of ["/SHELF/", "/SHELF", "//shelf/", "/shelf//", "/shelf/./", "/%"]) {
      expect((await get(url, visitor)).statusCode, url).toBeGreaterThanOrEqual(400);
      expect((await get(url, visitor)).statusCode, url).toBeLessThan(500);
    }
    const bare = await get("/shelf", visitor);
    expect([bare.statusCode, bare.headers.location, bare.body]).toEqual([301, "/shelf/", ""]);
    const head = await get("/shelf/", visitor, { method: "HEAD" });
    expect([head.statusCode, head.body]).toEqual([403, ""]);
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const) {
      const override = { "x-http-method-override": "GET", "content-type": "text/x-unknown" };
      const answer = await get("/shelf/", visitor, { method, headers: override, payload: "x" });
      expect([404, 415], method).toContain(answer.statusCode);
    }
  });
});

describe("a row", () => {
  it("is missing with 404, also beyond the range of integers, but only after the guard", async () => {
    const editor = await stub.login({ permissions: ["shelf.change_shelf"] });
    const visitor = await stub.login();
    for (const id of ["999999", "0", "2147483647", "2147483648", "9".repeat(40), "x", "1%00"]) {
      expect((await get(`/shelf/${id}/update/`, editor)).statusCode, id).toBe(404);
    }
    expect((await get("/shelf/999999/update/", visitor)).statusCode).toBe(403);
    expect((await get(`/shelf/${shelfId}/update/`, editor)).statusCode).toBe(200);
  });

  it("is found only within its object", async () => {
    const visitor = await stub.login();
    const [other] = await stub.database.db.insert(Shelf).values({ name: "other" }).returning();
    expect((await get(`/shelf/${shelfId}/box/${boxId}/`, visitor)).body).toContain("first: box");
    expect((await get(`/shelf/${other?.id}/box/${boxId}/`, visitor)).statusCode).toBe(404);
  });

  it("that others refer to is not deleted, and says so", async () => {
    const visitor = await stub.login({ permissions: ["shelf.delete_shelf"] });
    const kept = await post(`/shelf/${shelfId}/delete/`, visitor);
    expect(kept.statusCode).toBe(409);
    expect(kept.body).toContain("others refer to it: rows that you may not view.");
    await stub.database.db.delete(Box);
    const gone = await post(`/shelf/${shelfId}/delete/`, visitor);
    expect([gone.statusCode, gone.headers.location]).toEqual([303, "/shelf/"]);
    expect(await shelf()).toBeUndefined();
  });
});

describe("a form", () => {
  it("is saved, and refused with 422 when it is wrong or the name is taken", async () => {
    const editor = await stub.login({ permissions: ["shelf.change_shelf"] });
    const url = `/shelf/${shelfId}/update/`;
    await stub.database.db.insert(Shelf).values({ name: "taken" });
    const taken = await post(url, editor, { name: "taken" });
    expect(taken.statusCode).toBe(422);
    expect(taken.body).toContain("This already exists.");
    expect((await post(url, editor, { name: "" })).statusCode).toBe(422);
    expect((await shelf())?.name).toBe("first");
    expect((await post(url, editor, { name: "<b>new</b>", id: "9" })).statusCode).toBe(303);
    expect((await shelf())?.name).toBe("<b>new</b>");
    expect((await get(url, editor)).body).toContain("<h1>&lt;b>new&lt;/b></h1>");
  });

  it("needs a token of the very visitor who sends it", async () => {
    const editor = await stub.login({ permissions: ["shelf.change_shelf"] });
    const other = await stub.login({ permissions: ["shelf.change_shelf"] });
    const url = `/shelf/${shelfId}/update/`;
    for (const csrfToken of ["", "x", other.csrfToken]) {
      const answer = await post(url, { ...editor, csrfToken }, { name: "stolen" });
      expect(answer.statusCode).toBe(403);
    }
    // Not even with the other's cookie of the token planted.
    const planted = other.cookie.split("; ")[1] ?? "";
    const cookie = `${editor.cookie.split("; ")[0]}; ${planted}`;
    const answer = await post(url, { cookie, csrfToken: other.csrfToken }, { name: "stolen" });
    expect(answer.statusCode).toBe(403);
    expect((await shelf())?.name).toBe("first");
  });

  it("of somebody who is no longer logged in leads to the login page", async () => {
    const editor = await stub.login({ permissions: ["shelf.change_shelf"] });
    await stub.database.db.delete(Session).where(eq(Session.user_id, editor.id));
    const answer = await post(`/shelf/${shelfId}/update/`, editor, { name: "late" });
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toMatch(/^\/login\/\?next=/);
  });

  it("that is public is open to everybody with a token", async () => {
    const visitor = await anonymousSession(stub.app);
    expect((await get("/shelf/open/a-b/")).body).toContain("<h1>open a-b</h1>");
    expect((await post("/shelf/open/a-b/", visitor)).statusCode).toBe(303);
    expect((await post("/shelf/open/a-b/")).statusCode).toBe(403);
  });
});

describe("an action", () => {
  const both = ["shelf.change_shelf", "shelf.can_lock_shelf"] as const;
  const url = () => `/shelf/${shelfId}/lock/`;
  const outcomes = async () =>
    (await stub.database.db.select().from(AuditEntry).orderBy(AuditEntry.id)).map(
      ({ outcome }) => outcome,
    );

  it("answers a form, htmx and JSON in their own ways", async () => {
    const visitor = await stub.login({ permissions: both, confirmed: true });
    const body = { times: "1" };
    const form = await post(url(), visitor, body, { referer: "http://localhost:80/shelf/5/?a=b" });
    expect([form.statusCode, form.headers.location]).toEqual([303, "/shelf/5/?a=b"]);
    const message = form.cookies.find(({ name }) => name === "message");
    const next = await get(`/shelf/open/x/`, { ...visitor, cookie: `message=${message?.value}` });
    expect(next.body).toContain('role="status">Locked.</p>');
    const htmx = await post(url(), visitor, body, { "hx-request": "true" });
    expect([htmx.statusCode, htmx.headers["hx-refresh"]]).toEqual([200, "true"]);
    const json = await post(url(), visitor, body, { accept: "application/json" });
    expect(json.json()).toEqual({ message: "Locked." });
    expect((await shelf())?.is_locked).toBe(true);
  });

  it("demands all of its permissions", async () => {
    for (const permission of both) {
      const visitor = await stub.login({ permissions: [permission], confirmed: true });
      expect((await post(url(), visitor, { times: "1" })).statusCode).toBe(403);
    }
    expect((await shelf())?.is_locked).toBe(false);
    expect(await outcomes()).toEqual(["denied", "denied"]);
  });

  it("asks for the password again, and forgets it with the session", async () => {
    const visitor = await stub.login({ permissions: both, password: "right", username: "asked" });
    const asked = await post(url(), visitor, { times: "1" });
    expect(asked.statusCode).toBe(303);
    expect(asked.headers.location).toMatch(/^\/confirm-password\/\?next=/);
    const wrong = await post("/confirm-password/", visitor, { password: "wrong" });
    expect(wrong.statusCode).toBe(422);
    expect((await post(url(), visitor, { times: "1" })).statusCode).toBe(303);
    const right = await post("/confirm-password/", visitor, { password: "right", next: "/shelf/" });
    expect([right.statusCode, right.headers.location]).toEqual([303, "/shelf/"]);
    expect((await shelf())?.is_locked).toBe(false);
    const done = await post(url(), visitor, { times: "1" }, { accept: "application/json" });
    expect(done.json()).toEqual({ message: "Locked." });
    // The confirmations, too: the first one failed.
    const [failed, confirmed] = ["refused", "allowed"];
    expect(await outcomes()).toEqual(["refused", failed, "refused", confirmed, "allowed"]);
  });

  it("says what the password confirms, on the way to the page that asks and nowhere else", async () => {
    const visitor = await stub.login({ permissions: [...both, "shelf.view_shelf"] });
    const host = "localhost:80";
    const asked = await stub.app.inject({
      method: "POST",
      url: url(),
      headers: { cookie: visitor.cookie, host, referer: `http://${host}/shelf/` },
      payload: { _csrf: visitor.csrfToken, times: "1" },
    });
    const [confirming] = asked.cookies.filter(({ name }) => name === "confirming");
    expect(confirming).toMatchObject({ httpOnly: true, sameSite: "Lax" });
    const pageAt = async (next: string, value = confirming?.value ?? "") => {
      const cookie = `${visitor.cookie}; confirming=${encodeURIComponent(value)}`;
      const url = `/confirm-password/?next=${encodeURIComponent(next)}`;
      return (await stub.app.inject({ url, headers: { cookie, host } })).body;
    };
    expect(await pageAt("/shelf/")).toContain("Lock “first”");
    expect(await pageAt("/elsewhere/")).not.toContain("Lock");
    expect(await pageAt("/shelf/", "/shelf/\nLock everything")).not.toContain("Lock");
    const json = await post(url(), visitor, { times: "1" }, { accept: "application/json" });
    expect(json.json()).toMatchObject({ confirm: "/confirm-password/", what: "Lock “first”" });
    const stranger = await stub.login({ permissions: both });
    const unseen = await post(url(), stranger, { times: "1" }, { accept: "application/json" });
    expect(unseen.json()).toMatchObject({ what: "Lock" });
  });

  it("stops after so many calls", async () => {
    const visitor = await stub.login({ permissions: both, confirmed: true });
    const codes = [];
    for (let call = 0; call < 5; call += 1) {
      codes.push((await post(url(), visitor, { times: "1" })).statusCode);
    }
    expect(codes).toEqual([303, 303, 303, 429, 429]);
    expect((await shelf())?.is_locked).toBe(true);
  });

  it("refuses wrong and unknown params, and keeps nothing of a refused body", async () => {
    const visitor = await stub.login({ permissions: both, confirmed: true });
    expect((await post(url(), visitor, { times: "x" })).statusCode).toBe(422);
    expect((await post(url(), visitor, { times: "1", more: "1" })).statusCode).toBe(422);
    const refused = await post(url(), visitor, { times: "2" }, { accept: "application/json" });
    expect([refused.statusCode, refused.json()]).toEqual([409, { error: "Once is enough." }]);
    expect((await shelf())?.is_locked).toBe(false);
    expect(await outcomes()).toEqual(["refused", "refused", "refused"]);
  });
});

describe("logging in", () => {
  const login = async (username: string, password: string, next = "/") => {
    const session = await anonymousSession(stub.app);
    return post("/login/", session, { username, password, next });
  };

  it("leads back to where one wanted to go, with a new session", async () => {
    await createUser(stub.database.db, { username: "anna", password: "right" });
    const fixed = "session=fixed.by-an-attacker";
    const session = await anonymousSession(stub.app);
    const answer = await post(
      "/login/",
      { ...session, cookie: `${fixed}; ${session.cookie}` },
      { username: "anna", password: "right", next: "/shelf/open/x/" },
    );
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/shelf/open/x/"]);
    const cookie = answer.cookies.find(({ name }) => name === "session");
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
    expect(cookie?.value).not.toContain("fixed");
    const home = await get("/", {
      ...nobody,
      cookie: `session=${encodeURIComponent(cookie?.value ?? "")}`,
    });
    expect(home.body).toContain("anna");
  });

  it("never leads to another site", async () => {
    await createUser(stub.database.db, { username: "berta", password: "right" });
    const answer = await login("berta", "right", "//evil.example/");
    expect(answer.headers.location).toBe("/");
  });

  it("says the same to a wrong name, a wrong password and an inactive user", async () => {
    const { db } = stub.database;
    await createUser(db, { username: "carla", password: "right" });
    await createUser(db, { username: "dora", password: "right", isActive: false });
    await createUser(db, { username: "emil" });
    const attempts: [string, string][] = [
      ["nobody", "right"],
      ["carla", "wrong"],
      ["dora", "right"],
      ["emil", ""],
      ["x\0", "right"],
    ];
    for (const [name, password] of attempts) {
      const answer = await login(name, password);
      expect(answer.statusCode, name).toBe(422);
      expect(answer.body).toContain("do not match an active user");
    }
  });

  it("ends with a POST that carries a token, and with the row of the session", async () => {
    const visitor = await stub.login();
    expect((await get("/logout/", visitor)).statusCode).toBe(404);
    expect((await post("/logout/", { ...visitor, csrfToken: "" })).statusCode).toBe(403);
    expect((await get("/", visitor)).statusCode).toBe(200);
    expect((await post("/logout/", visitor)).headers.location).toBe("/login/");
    expect((await get("/", visitor)).statusCode).toBe(302);
  });

  it("is not revived by a request that was under way while it ended", async () => {
    const visitor = await stub.login({ permissions: ["shelf.view_shelf"] });
    await Promise.all([get("/shelf/", visitor), post("/logout/", visitor), get("/", visitor)]);
    expect((await get("/", visitor)).statusCode).toBe(302);
  });
});

describe("the rest", () => {
  it("has a policy without inline scripts and styles, and no store", async () => {
    const { headers, body } = await get("/login/");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|upgrade-insecure/);
    expect(headers["cache-control"]).toBe("no-store");
    expect(body).not.toMatch(/<script>|<style|style=|onclick=/);
  });

  it("serves its own files and nothing beside them", async () => {
    for (const file of [
      "style.css",
      "live.js",
      "controls.js",
      "vendor/htmx.js",
      "vendor/hx-ws.js",
    ]) {
      expect((await get(`/static/${file}`)).statusCode, file).toBe(200);
    }
    for (const file of ["../package.json", "..%2fpackage.json", "vendor/../../x", "%2e%2e/x"]) {
      expect((await get(`/static/${file}`)).statusCode, file).toBeGreaterThanOrEqual(400);
    }
  });

  it("opens the audit log to whoever holds the permission for it", async () => {
    const auditor = await stub.login({ permissions: ["auth.view_audit_log"] });
    expect((await get("/audit/", auditor)).body).toContain("<h1>Audit log</h1>");
    expect((await get("/", auditor)).body).toContain('href="/audit/"');
    expect((await get("/", await stub.login())).body).not.toContain('href="/audit/"');
  });

  it("keeps the audit log from others", async () => {
    const admin = await stub.login({ isSuperuser: true });
    expect((await get("/audit/", await stub.login())).statusCode).toBe(403);
    expect((await get("/audit/")).statusCode).toBe(302);
    expect((await get("/audit/", admin)).body).toContain("<h1>Audit log</h1>");
  });

  it("says how it is", async () => {
    expect((await get("/healthz")).json()).toEqual({ status: "ok" });
    expect((await get("/readyz")).json()).toEqual({ status: "ok" });
  });

  it("asks the database once a second whether it is ready, however many want to know", async () => {
    let asked = 0;
    const isCurrent = async () => {
      asked += 1;
      await sleep(300);
      return asked !== 2;
    };
    const counting = await buildApp({
      database: { ...stub.database, isCurrent },
      ...STUB_OPTIONS,
    });
    const ask = () => counting.inject("/readyz").then(({ statusCode }) => statusCode);
    const flood = () => Promise.all(Array.from({ length: 100 }, ask));
    expect(new Set(await flood())).toEqual(new Set([200]));
    expect(new Set(await flood())).toEqual(new Set([200]));
    expect(asked).toBe(1);
    await sleep(1_000);
    expect(new Set(await flood())).toEqual(new Set([503]));
    expect(asked).toBe(2);
    await counting.close();
  });

  it("answers what is too big or malformed with 4xx", async () => {
    const visitor = await stub.login({ permissions: ["shelf.change_shelf"] });
    const url = `/shelf/${shelfId}/update/`;
    expect((await post(url, visitor, { name: "x".repeat(5_000_000) })).statusCode).toBe(413);
    const headers = { cookie: visitor.cookie, "content-type": "application/json" };
    for (const payload of ["{", '{"__proto__":1}', "[]", "null", '"x"', "[".repeat(100_000)]) {
      const answer = await stub.app.inject({ method: "POST", url, headers, payload });
      expect(answer.statusCode, payload.slice(0, 20)).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode, payload.slice(0, 20)).toBeLessThan(500);
    }
  });
});
