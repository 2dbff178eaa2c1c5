import type { PGlite } from "@electric-sql/pglite";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { revokePermission } from "../../templates/typescript/src/accounts/users.ts";
import type { Database } from "../../templates/typescript/src/database/connection.ts";
import { Session } from "../../templates/typescript/src/database/tables.ts";
import { buildApp } from "../../templates/typescript/src/app.ts";
import { loadVisitor } from "../../templates/typescript/src/accounts/load-visitor.ts";
import { Shelf } from "../fixtures/runtime-stub/src/shelves.ts";
import { STUB_OPTIONS, startStubApp, type StubApp } from "./support/stub-app.ts";

const VIEW = "shelf.view_shelf";

let stub: StubApp;
let app: FastifyInstance;
/** The database, seen through a connection that counts, and that can be cut. */
let db: Database;
let isCut = false;
let queries = 0;

beforeAll(async () => {
  stub = await startStubApp();
  const { $client } = stub.database.db as unknown as { $client: PGlite };
  const client = new Proxy($client, {
    get(target, name) {
      if (name === "query" && isCut) return () => Promise.reject(new Error("The line is cut."));
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  const logger = { logQuery: () => void queries++ };
  db = drizzle(client, { logger }) as unknown as Database;
  app = await buildApp({ ...STUB_OPTIONS, database: { ...stub.database, db } });
});
beforeEach(() => {
  isCut = false;
});
afterAll(async () => {
  await app.close();
  await stub.close();
});

/** Someone with a session; the id is what the database knows the session by. */
async function someone(permissions: (typeof VIEW)[] = []) {
  const { id: user, cookie } = await stub.login({ permissions });
  const [session] = await db.select().from(Session).where(eq(Session.user_id, user));
  return { user, cookie, session: session?.id ?? "" };
}

it("visitors who are asked for in one turn share a query, and each gets their own answer", async () => {
  const [reader, stranger, loggedOut] = [await someone([VIEW]), await someone(), await someone()];
  await db.delete(Session).where(eq(Session.id, loggedOut.session));
  queries = 0;
  const asked = [stranger, reader, loggedOut, reader, stranger];
  const visitors = await Promise.all(asked.map(({ session }) => loadVisitor(db, session)));
  expect(queries).toBe(1);
  expect(visitors.map((visitor) => [visitor.user?.id, visitor.hasPerm(VIEW)])).toEqual([
    [stranger.user, false],
    [reader.user, true],
    [undefined, false],
    [reader.user, true],
    [stranger.user, false],
  ]);
});

it("whoever asks while a query is under way gets one of their own, and sees what changed", async () => {
  const reader = await someone([VIEW]);
  queries = 0;
  const before = loadVisitor(db, reader.session);
  await new Promise(setImmediate); // the query is sent
  expect(queries).toBe(1);
  await revokePermission(stub.database.db, reader.user, VIEW);
  const after = loadVisitor(db, reader.session);
  expect((await before).hasPerm(VIEW)).toBe(true);
  expect((await after).hasPerm(VIEW)).toBe(false);
  expect(queries).toBe(2);
});

it("a query that fails lets none of those pass who shared it, and nobody after them suffers", async () => {
  await db.insert(Shelf).values({ name: "Atlases" });
  const people = [await someone([VIEW]), await someone([VIEW]), await someone()];
  const open = () =>
    Promise.all(
      people.map(async ({ cookie }) => {
        const { statusCode, body } = await app.inject({ url: "/shelf/", headers: { cookie } });
        return [statusCode, body.includes("Atlases")];
      }),
    );
  isCut = true;
  expect(await open()).toEqual(people.map(() => [500, false]));
  isCut = false;
  expect(await open()).toEqual([
    [200, true],
    [200, true],
    [403, false],
  ]);
});
