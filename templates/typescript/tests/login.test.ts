import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createUser } from "#accounts/users";
import * as auth from "#database/tables";
import { project } from "./support/matrix.ts";
import { anonymousSession } from "./support/sessions.ts";
import { openStage, type Stage } from "./support/stage.ts";
import { formBody } from "./support/visit.ts";

const PASSWORD = "correct horse battery staple";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await createUser(stage.db, { username: "ada", password: PASSWORD });
  await createUser(stage.db, { username: "inactive", password: PASSWORD, isActive: false });
});
afterAll(() => stage?.close());

/** Fills in the login form and sends it. */
async function logIn(fields: Record<string, string>, cookie?: string) {
  const nobody = await anonymousSession(stage.app);
  const answer = await stage.app.inject({
    method: "POST",
    url: project.login_url,
    headers: {
      cookie: [cookie, nobody.cookie].filter(Boolean).join("; "),
      "content-type": "application/x-www-form-urlencoded",
    },
    payload: formBody({ password: PASSWORD, ...fields, _csrf: nobody.csrfToken }),
  });
  const session = answer.cookies.find(({ name }) => name.startsWith("session"));
  return {
    status: answer.statusCode,
    location: answer.headers.location,
    cookie: session && `${session.name}=${encodeURIComponent(session.value)}`,
  };
}

async function canOpenHome(cookie: string | undefined): Promise<boolean> {
  const answer = await stage.app.inject({ url: "/", headers: { cookie: cookie ?? "" } });
  return answer.statusCode === 200;
}

it("lets an active user in with the right password, back to where they came from", async () => {
  const { status, location, cookie } = await logIn({ username: "ada", next: "/?from=login" });
  expect([status, location]).toEqual([303, "/?from=login"]);
  expect(await canOpenHome(cookie)).toBe(true);
});

it("keeps out whoever has no session", async () => {
  expect(await canOpenHome(undefined)).toBe(false);
});

it.each([
  ["a wrong password", { username: "ada", password: "wrong" }],
  ["an unknown name", { username: "nobody" }],
  ["an inactive user", { username: "inactive" }],
  ["nothing at all", { username: "", password: "" }],
])("refuses %s", async (_who, fields) => {
  const { status, cookie } = await logIn(fields);
  expect(status).toBe(422);
  expect(await canOpenHome(cookie)).toBe(false);
});

it.each([
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "https:evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "/%0d%0alocation:x\r\n",
  "/\t/evil.example",
])("never leads to another site: next=%j", async (next) => {
  const { location } = await logIn({ username: "ada", next });
  const url = new URL(String(location), "http://this.example");
  expect(url.host).toBe("this.example");
});

it("gives a new session at login, so that one planted before is worth nothing", async () => {
  const first = await logIn({ username: "ada" });
  await stage.db.delete(auth.Session);
  const second = await logIn({ username: "ada" }, first.cookie);
  expect(second.cookie).toBeDefined();
  expect(second.cookie).not.toBe(first.cookie);
});

it("ends the session at logout, on the server too", async () => {
  const { cookie = "" } = await logIn({ username: "ada" });
  const home = await stage.app.inject({ url: "/", headers: { cookie } });
  const csrf = home.cookies.find(({ name }) => name === "csrf");
  const token = /name="_csrf" value="([^"]+)"/.exec(home.body)?.[1] ?? "";
  await stage.app.inject({
    method: "POST",
    url: "/logout/",
    headers: {
      cookie: `${cookie}; csrf=${encodeURIComponent(csrf?.value ?? "")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    payload: formBody({ _csrf: token }),
  });
  expect(await canOpenHome(cookie)).toBe(false);
});

it("keeps no password in the database that can be read", async () => {
  const [ada] = await stage.db.select().from(auth.User).where(eq(auth.User.username, "ada"));
  expect(ada?.password).toMatch(/^\$argon2id\$/);
});
