import { randomBytes } from "node:crypto";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { vi } from "vitest";
import type { OpenDatabase } from "#database/database";
import { type Change, record, type Recording, type Recordings } from "./recorder.ts";
import { openScratch } from "./stage.ts";

/** The application as `src/main.ts` starts it, and what it has that the runtime alone has not. */
export interface World {
  readonly app: FastifyInstance;
  readonly started: Recording;
  readonly recordings: Recordings;
  /** What was done to the application besides what the runtime does. */
  readonly added: readonly Change[];
  /** What the runtime does, and was not done. */
  readonly missing: readonly Change[];
  /** Listeners of its server that the runtime does not add: `request`, `upgrade`, … */
  readonly listeners: readonly string[];
  close(): Promise<void>;
}

/** How the process may be started; code may do something in the one and not in the other. */
export const MODES = ["development", "production"] as const;

/** Enough for what was begun when the server listened. */
const SETTLE = 200;

/**
 * Starts the project by running `src/main.ts`, in this process and on a free port. Only its database
 * is another one.
 */
export async function startWorld(mode: (typeof MODES)[number]): Promise<World> {
  const plain = await startPlain();
  const opened: OpenDatabase[] = [];
  const handlers = keepProcessHandlers();
  setEnvironment(mode);
  vi.resetModules();
  vi.doMock("../../src/database/database.ts", async (importOriginal) => {
    const original = await importOriginal<typeof import("#database/database")>();
    const openDatabase = async () => {
      const database = await openScratch(original.openDatabase);
      opened.push(database);
      return database;
    };
    return { ...original, openDatabase };
  });
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const complaints = vi.spyOn(console, "error");
  const exit = vi.spyOn(process, "exit").mockImplementation((code) => {
    const said = complaints.mock.calls.flat().map(String).join(" ");
    throw new Error(`src/main.ts ends with ${String(code)}: ${said}`);
  });
  const recordings = record();
  const close = async () => {
    recordings.stop();
    for (const { app } of recordings.apps) await app.close();
    for (const { server } of recordings.servers) server.close();
    for (const database of opened) await database.close();
    for (const spy of [log, complaints, exit]) spy.mockRestore();
    vi.doUnmock("../../src/database/database.ts");
    vi.unstubAllEnvs();
    handlers.restore();
  };
  try {
    await import("#main");
    await sleep(SETTLE);
    const [started] = recordings.apps;
    if (!started) throw new Error("src/main.ts makes no application.");
    await started.app.ready();
    return {
      app: started.app,
      started,
      recordings,
      added: without(started.changes, plain.changes),
      missing: without(plain.changes, started.changes),
      listeners: without(listenersOf(started.app.server), plain.listeners).map(({ what }) => what),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the runtime does by itself, to compare with. */
async function startPlain() {
  const recordings = record();
  const { buildApp } = await import("#app");
  const database = { db: {}, pool: null, listen: async () => async () => {} };
  const app = await buildApp({
    database: database as unknown as OpenDatabase,
    sessionSecret: randomBytes(32).toString("hex"),
    routes: [],
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  recordings.stop();
  const listeners = listenersOf(app.server);
  await app.close();
  return { changes: recordings.apps[0]?.changes ?? [], listeners };
}

function setEnvironment(mode: string): void {
  const settings = {
    NODE_ENV: mode,
    HOST: "127.0.0.1",
    PORT: "0",
    LOG_LEVEL: "silent",
    ALLOWED_HOSTS: "localhost",
    DATA_DIR: tmpdir(),
    SESSION_SECRET: randomBytes(32).toString("hex"),
    TRUST_PROXY: "",
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
}

/** What one has and the other has not; each thing counts as often as it is there. */
function without<T extends Pick<Change, "what" | "code">>(all: readonly T[], known: readonly T[]) {
  const left = known.map(keyOf);
  return all.filter((one) => {
    const place = left.indexOf(keyOf(one));
    if (place !== -1) left.splice(place, 1);
    return place === -1;
  });
}

const keyOf = ({ what, code }: Pick<Change, "what" | "code">) => `${what}\n${code}`;

function listenersOf(server: Server): { what: string; code: string }[] {
  return server
    .eventNames()
    .flatMap((name) =>
      server.listeners(name).map((listener) => ({ what: String(name), code: String(listener) })),
    );
}

/** `main.ts` listens to signals and to errors that nobody caught; here that is vitest's work. */
function keepProcessHandlers() {
  const names = ["SIGINT", "SIGTERM", "uncaughtException"] as const;
  const before = names.map((name) => process.listeners(name as "SIGINT"));
  return {
    restore() {
      for (const [place, name] of names.entries()) {
        for (const listener of process.listeners(name as "SIGINT")) {
          if (!before[place]?.includes(listener)) process.off(name, listener);
        }
      }
    },
  };
}
