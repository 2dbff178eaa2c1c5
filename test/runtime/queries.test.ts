import { drizzle } from "drizzle-orm/pglite";
import type { PGlite } from "@electric-sql/pglite";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../templates/typescript/src/database/connection.ts";
import { buildApp } from "../../templates/typescript/src/app.ts";
import { connect } from "./support/socket.ts";
import { STUB_OPTIONS, startStubApp, type StubApp } from "./support/stub-app.ts";

const powers = ["shelf.view_shelf", "shelf.change_shelf"] as const;
/** The one query on session, user and permissions. */
const VISITOR = /from "auth_session" inner join "auth_user"/;
/** The same inside the transaction of a write, and kept as it is until that ends. */
const HELD = /from "auth_user"\s+where .*\s+for share/;

let stub: StubApp;
let app: FastifyInstance;
const queries: string[] = [];

beforeAll(async () => {
  stub = await startStubApp();
  const { $client } = stub.database.db as unknown as { $client: PGlite };
  const logger = { logQuery: (query: string) => void queries.push(query) };
  const db = drizzle($client, { logger }) as unknown as Database;
  app = await buildApp({ ...STUB_OPTIONS, database: { ...stub.database, db } });
  await app.listen({ port: 0, host: "127.0.0.1" });
});
beforeEach(() => void (queries.length = 0));
afterAll(async () => {
  await app.close();
  await stub.close();
});

it("a guarded page costs one query besides its own", async () => {
  const { cookie } = await stub.login({ permissions: powers, groups: ["viewer"] });
  queries.length = 0;
  const answer = await app.inject({ url: "/shelf/", headers: { cookie } });
  expect(answer.statusCode).toBe(200);
  expect(queries).toHaveLength(2);
  expect(queries[0]).toMatch(VISITOR);
  expect(queries[1]).toMatch(/from "shelf_shelf"/);
});

it("a denied page costs one query", async () => {
  const { cookie } = await stub.login();
  queries.length = 0;
  const answer = await app.inject({ url: "/shelf/", headers: { cookie } });
  expect(answer.statusCode).toBe(403);
  expect(queries).toHaveLength(1);
});

it("an anonymous visitor and one with a forged cookie cost no query", async () => {
  for (const cookie of ["", "session=forged", `session=${"x".repeat(32)}.${"y".repeat(43)}`]) {
    expect((await app.inject({ url: "/shelf/", headers: { cookie } })).statusCode).toBe(302);
  }
  expect(queries).toEqual([]);
});

it("an event of a page's control costs two queries more: that it is begun, and how it was answered", async () => {
  const { cookie } = await stub.login({ permissions: powers });
  const client = await connect(app, "/shelf/bell/", cookie);
  await client.next();
  queries.length = 0;
  await client.fire("ring", { _key: "of this rendering" });
  const once = [VISITOR, HELD, /insert into "auth_write"/, /update "auth_write"/, VISITOR];
  expect(queries).toEqual(once.map((query) => expect.stringMatching(query)));
  client.socket.close();
});

it("a guarded event costs three queries besides its own: who fires it, the same held, who sees it", async () => {
  for (const permissions of [powers, powers.slice(0, 1)]) {
    const isAllowed = permissions.length === 2;
    const { cookie } = await stub.login({ permissions });
    const client = await connect(app, "/shelf/bell/", cookie);
    await client.next();
    queries.length = 0;
    const { type } = await client.fire("ring");
    expect(type).toBe(isAllowed ? "render" : "error");
    const expected = [VISITOR, HELD, ...(isAllowed ? [VISITOR] : [])];
    expect(queries).toEqual(expected.map((query) => expect.stringMatching(query)));
    client.socket.close();
  }
});
