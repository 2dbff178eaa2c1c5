import { eq, sql } from "drizzle-orm";
import type { FastifyInstance } from "fastify";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Session } from "../../templates/typescript/src/database/tables.ts";
import { type AppOptions, buildApp } from "../../templates/typescript/src/app.ts";
import { connect } from "./support/socket.ts";
import { STUB_OPTIONS, startStubApp, type StubApp } from "./support/stub-app.ts";

const PAGE = "/shelf/bell/";
const powers = ["shelf.view_shelf", "shelf.change_shelf"] as const;

let stub: StubApp;
let app: FastifyInstance;
beforeAll(async () => {
  stub = await startStubApp();
});
afterEach(() => app.close());
afterAll(() => stub.close());

async function start(options: Partial<AppOptions>) {
  app = await buildApp({ ...STUB_OPTIONS, database: stub.database, ...options });
  await app.listen({ port: 0, host: "127.0.0.1" });
}

async function open(user: { cookie: string }, options: { autoPong?: boolean } = {}) {
  const client = await connect(app, PAGE, user.cookie, undefined, options);
  return { client, first: await client.next() };
}

/** Lets a session expire now, without a word of the database: nothing is changed by time passing. */
async function expire(userId: number) {
  const { db } = stub.database;
  await db.execute(sql`alter table auth_session disable trigger all`);
  await db
    .update(Session)
    .set({ expires_at: sql`now()` })
    .where(eq(Session.user_id, userId));
  await db.execute(sql`alter table auth_session enable trigger all`);
}

describe("the heartbeat", () => {
  it("ends the page of a browser that does not answer, and no other", async () => {
    await start({ heartbeatSeconds: 0.2 });
    const user = await stub.login({ permissions: powers });
    const { client: silent } = await open(user, { autoPong: false });
    const { client } = await open(user);
    expect(await silent.closed).toBe(1006);
    for (let beats = 0; beats < 3; beats += 1) {
      await new Promise((resolve) => client.socket.once("ping", resolve));
    }
    expect((await client.fire("ring")).content).toContain("Rung.");
  });

  it("ends the page of a session that expired while nobody touched anything", async () => {
    await start({ heartbeatSeconds: 0.2 });
    const user = await stub.login({ permissions: powers });
    const { client, first } = await open(user);
    expect(first.type).toBe("render");
    await expire(user.id);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 8 * 86_400_000 });
    const location = `/login/?next=${encodeURIComponent(PAGE)}`;
    expect(await client.next()).toEqual({ type: "redirect", location, lost: true });
    expect(await client.closed).toBe(1008);
    vi.useRealTimers();
  });

  it("stops with the application", async () => {
    const clear = vi.spyOn(globalThis, "clearInterval");
    const set = vi.spyOn(globalThis, "setInterval");
    await start({ heartbeatSeconds: 77 });
    const beat = set.mock.calls.findIndex(([, milliseconds]) => milliseconds === 77_000);
    await app.close();
    const timer = set.mock.results[beat]?.value as NodeJS.Timeout;
    expect(clear).toHaveBeenCalledWith(timer);
    expect(timer.hasRef()).toBe(false);
    vi.restoreAllMocks();
  });
});

describe("an expired session", () => {
  it("ends a page's power at its next event, before any heartbeat", async () => {
    await start({ heartbeatSeconds: 3_600 });
    const user = await stub.login({ permissions: powers });
    const { client } = await open(user);
    expect((await client.fire("ring")).type).toBe("render");
    await expire(user.id);
    expect((await client.fire("ring")).type).toBe("redirect");
    expect(await client.closed).toBe(1008);
  });
});

describe("the limits", () => {
  it("count the events of one user over all pages, and nobody else's", async () => {
    await start({ limits: { eventsPerMinute: 4 } });
    const user = await stub.login({ permissions: powers });
    const pages = [await open(user), await open(user)].map(({ client }) => client);
    const errors = [];
    for (let event = 0; event < 6; event += 1) {
      errors.push((await pages[event % 2]?.fire("ring"))?.error?.slice(0, 14));
    }
    const none = undefined;
    expect(errors).toEqual([none, none, none, none, "Too many calls", "Too many calls"]);
    const { client: other } = await open(await stub.login({ permissions: powers }));
    expect((await other.fire("ring")).type).toBe("render");
  });

  it("cut off a reader that does not keep up", async () => {
    await start({ limits: { eventsPerMinute: 1_000_000 } });
    const { client } = await open(await stub.login({ permissions: powers }));
    client.socket.pause();
    const server = [...app.websocketServer.clients][0];
    const cut = new Promise((resolve) => server?.once("close", resolve));
    let most = 0;
    const fill = setInterval(() => {
      client.socket.send('{"event":"ring"}');
      most = Math.max(most, server?.bufferedAmount ?? 0);
    }, 1);
    // What the system's buffers take is beyond counting, so the server's own side is filled here.
    server?.send("x".repeat(8_000_000));
    await cut;
    clearInterval(fill);
    expect(most).toBeLessThan(9_000_000);
  });

  it("let one user open so many pages, and everybody else too", async () => {
    await start({ limits: { socketsPerUser: 2 } });
    const user = await stub.login({ permissions: powers });
    await open(user);
    await open(user);
    const third = await connect(app, PAGE, user.cookie);
    expect(await third.closed).toBe(1013);
    const { first } = await open(await stub.login({ permissions: powers }));
    expect(first.type).toBe("render");
  });
});

describe("messages", () => {
  it("are never compressed, which would cost memory on every open page", async () => {
    await start({});
    const { client } = await open(await stub.login({ permissions: powers }));
    expect(client.socket.extensions).toBe("");
  });
});
