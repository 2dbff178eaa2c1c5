import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OwnRoute, ownRoute } from "../../templates/typescript/src/runtime/own-routes.ts";
import { buildApp } from "../../templates/typescript/src/app.ts";
import type { OpenDatabase } from "../../templates/typescript/src/database/database.ts";
import { startStubApp, STUB_OPTIONS, type StubApp } from "./support/stub-app.ts";

/** Routes are registered without a look at the database. */
function build(routes: OwnRoute[]) {
  const database = { db: {}, pool: null, listen: async () => async () => {} };
  return buildApp({ database: database as unknown as OpenDatabase, ...STUB_OPTIONS, routes });
}

const route = (given: Partial<OwnRoute> = {}): OwnRoute => ({
  method: "GET",
  path: "/reports/<int:year>/",
  guard: "login",
  handler: ({ params, visitor }) => ({ year: params["year"], who: visitor.user?.username }),
  ...given,
});

describe("a route of one's own throws when it is defined", () => {
  it("without a guard, by name, and says what to write", () => {
    const unguarded = { ...route(), guard: undefined } as unknown as OwnRoute;
    expect(() => ownRoute(unguarded)).toThrow(
      'GET /reports/<int:year>/: say who may pass with guard: "public", "login" or a permission.',
    );
  });

  it.each(["/files/*", "/files/:name", "reports/", "/a b/", "/a?b/", "/re(x)/", "/%2e%2e/"])(
    "on the path %s",
    (path) => {
      expect(() => ownRoute(route({ path }))).toThrow(/write a path like/);
    },
  );

  it("with a converter that there is not", async () => {
    const routes = [route({ path: "/x/<float:y>/" })];
    await expect(build(routes)).rejects.toThrow('no path converter "float"');
  });
});

describe("an application does not start with a route of one's own", () => {
  it.each([
    ["the path of a view", "/shelf/"],
    ["the same without its last slash", "/shelf"],
    ["the same in capitals", "/SHELF/"],
    ["a path that a view's parameter takes", "/shelf/7/update/"],
    ["a parameter in place of a view's text", "/<str:app>/"],
    ["a path among the static files", "/static/mine.css"],
    ["the home page", "/"],
    ["the login page", "/login/"],
    ["the probe", "/healthz"],
  ])("on %s", async (_what, path) => {
    await expect(build([route({ path })])).rejects.toThrow(`src/routes.ts: ${path} is where `);
  });

  it("on a view's path with another method", async () => {
    const routes = [route({ path: "/shelf/", method: "DELETE" })];
    await expect(build(routes)).rejects.toThrow("is where /shelf/ answers already");
  });

  it("that was written without ownRoute and has no guard", async () => {
    const routes = [{ ...route(), guard: undefined } as unknown as OwnRoute];
    await expect(build(routes)).rejects.toThrow("say who may pass");
  });
});

describe("a route of one's own answers", () => {
  let changes = 0;
  let stub: StubApp;
  beforeAll(async () => {
    stub = await startStubApp({
      routes: [
        route(),
        route({ path: "/change/", guard: "shelf.change_shelf" }),
        route({ path: "/open/", guard: "public" }),
        route({ path: "/open/", guard: "public", method: "POST", handler: () => ++changes }),
      ],
    });
  });
  afterAll(() => stub.close());

  it("whoever is logged in, and sends others to the login page", async () => {
    const { app, login } = stub;
    const nobody = await app.inject("/reports/2026/");
    expect([nobody.statusCode, nobody.headers.location]).toEqual([
      302,
      "/login/?next=%2Freports%2F2026%2F",
    ]);
    const { cookie } = await login({ username: "ada" });
    const answer = await app.inject({ url: "/reports/2026/", headers: { cookie } });
    expect(answer.json()).toEqual({ year: 2026, who: "ada" });
    const wrong = await app.inject({ url: "/reports/x/", headers: { cookie } });
    expect(wrong.statusCode).toBe(404);
  });

  it("those who hold the permission, and no others", async () => {
    const { app, login } = stub;
    const { cookie } = await login();
    const refused = await app.inject({ url: "/change/", headers: { cookie } });
    expect(refused.statusCode).toBe(403);
    expect(refused.body).toContain("Permission denied");
    const chief = await login({ isSuperuser: true });
    const allowed = await app.inject({ url: "/change/", headers: { cookie: chief.cookie } });
    expect(allowed.statusCode).toBe(200);
  });

  it("everybody where it is public, but a change only with a form's token", async () => {
    const { app } = stub;
    expect((await app.inject("/open/")).statusCode).toBe(200);
    expect((await app.inject({ url: "/open/", method: "POST" })).statusCode).toBe(403);
    expect(changes).toBe(0);
  });
});
