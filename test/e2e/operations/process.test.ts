import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import {
  type RunningProject,
  SESSION_SECRET,
  startProject,
} from "../../support/running-project.ts";
import { scratchDatabase } from "../../support/scratch-database.ts";
import { Client } from "../postgres/support/client.ts";
import { Psql } from "../postgres/support/ledger.ts";
import { builtWorkshop } from "./support/workshop.ts";

let dir: string;
let DATABASE_URL: string;
let psql: Psql;
let id: number;
let bookId: number;

beforeAll(async () => {
  dir = await builtWorkshop();
  DATABASE_URL = await scratchDatabase();
  psql = new Psql(DATABASE_URL);
  await (await startProject(dir, { DATABASE_URL })).stop();
  id = await psql.clerk("ana");
  bookId = await psql.book(id);
});

const noteOf = async () =>
  (await psql.rows<{ note: string }>("select note from book_book"))[0]?.note;

describe("a project does not start", () => {
  it.each([
    [{ SESSION_SECRET: "" }, "Set SESSION_SECRET to at least 32 random characters"],
    [{ SESSION_SECRET: "", NODE_ENV: "" }, "Set SESSION_SECRET to at least 32 random characters"],
    [{ SESSION_SECRET: "too short" }, "SESSION_SECRET must be at least 32 random characters"],
    [{ SESSION_SECRET: "a".repeat(64) }, "SESSION_SECRET must be at least 32 random characters"],
    [{ SESSION_SECRET: `${SESSION_SECRET},short` }, "SESSION_SECRET must be at least"],
    [{ ALLOWED_HOSTS: "" }, "Set ALLOWED_HOSTS to the hosts under which this site is visited"],
    [{ ALLOWED_HOSTS: " , " }, "Set ALLOWED_HOSTS to the hosts"],
    [{ ALLOWED_HOSTS: "*" }, "Set ALLOWED_HOSTS to the hosts"],
    [{ ALLOWED_HOSTS: "books.example,https://x.example" }, "Set ALLOWED_HOSTS to the hosts"],
    [{ ALLOWED_HOSTS: "books.example/path" }, "Set ALLOWED_HOSTS to the hosts"],
    [{ ALLOWED_HOSTS: "me@books.example" }, "Set ALLOWED_HOSTS to the hosts"],
    [{ DATABASE_URL: "" }, "Set DATABASE_URL to a PostgreSQL, or DATA_DIR to the folder"],
    [{ TRUST_PROXY: "true" }, "TRUST_PROXY must be the number of proxies"],
    [{ TRUST_PROXY: "10.0.0.0/33" }, "TRUST_PROXY must be the number of proxies"],
    [{ PORT: "http" }, "PORT must be a number from 0 to 65535."],
    [{ DATABASE_URL: "postgres://u:sesame@127.0.0.1:1/x" }, "127.0.0.1:1 does not answer"],
  ])("with %j, and says why in a sentence", async (env, sentence) => {
    const end = startProject(dir, { DATABASE_URL, ...env });
    await expect(end).rejects.toThrow(sentence);
    await expect(end).rejects.not.toThrow(/^\s+at |sesame/m);
  });
});

it("takes a session that an older secret signed, until that secret is gone", async () => {
  const older = "2d84c0b7f1953e6ab40d7f82c65e19a3b7d02f48e1c96a53";
  const old = await startProject(dir, { DATABASE_URL, SESSION_SECRET: older });
  const ana = await new Client(old.url).resume(await psql.session(id, older));
  expect((await ana.get("/")).status).toBe(200);
  await old.stop();
  const both = await startProject(dir, {
    DATABASE_URL,
    SESSION_SECRET: `${SESSION_SECRET}, ${older}`,
  });
  const atBoth = ana.at(both.url);
  expect((await atBoth.get("/")).status).toBe(200);
  expect((await atBoth.post(`/book/${bookId}/rename/`, { note: "rotated" })).status).toBe(303);
  await both.stop();
  const { url } = await startProject(dir, { DATABASE_URL });
  expect((await ana.at(url).get("/")).status).toBe(302);
});

describe("the probes", () => {
  const probe = async (url: string, path: string) => {
    const answer = await fetch(url + path);
    return `${answer.status} ${await answer.text()}`;
  };

  it("say whether the process is up, and whether the database has every migration", async () => {
    const { url } = await startProject(dir, { DATABASE_URL });
    expect(await probe(url, "/healthz")).toBe('200 {"status":"ok"}');
    expect(await probe(url, "/readyz")).toBe('200 {"status":"ok"}');
    await psql.rows("update drizzle.__drizzle_migrations set created_at = created_at + 1");
    const soon = { timeout: 3_000 };
    await expect.poll(() => probe(url, "/readyz"), soon).toBe('503 {"status":"not ready"}');
    await psql.rows("update drizzle.__drizzle_migrations set created_at = created_at - 1");
    await expect.poll(() => probe(url, "/readyz"), soon).toBe('200 {"status":"ok"}');
    expect(await probe(url, "/healthz")).toBe('200 {"status":"ok"}');
  });
});

describe("on SIGTERM", () => {
  let project: RunningProject;
  let ana: Client;

  beforeEach(async () => {
    project = await startProject(dir, { DATABASE_URL });
    ana = await new Client(project.url).resume(await psql.session(id));
    await psql.rows("update book_book set note = 'before'");
  });

  it("finishes the requests and events that were begun, and exits with 0", async () => {
    const page = await ana.open(`/books/${bookId}/`);
    const request = ana.post(`/book/${bookId}/rename/`, { note: "slow" });
    const event = page.fire("add_entry", { text: "slow" });
    await untilBodiesRun(2);
    const end = project.stop();
    await expect
      .poll(() =>
        fetch(`${project.url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      )
      .toBe(false);
    expect((await request).status).toBe(303);
    expect((await event).content).toContain("slow");
    // htmx opens the page's socket again after this code, and reaches another process.
    await expect(page.next()).rejects.toThrow("closed with 1012");
    expect(await end).toBe(0);
    expect(await noteOf()).toBe("slow");
    expect(await psql.rows("select from book_entry where text = 'slow'")).toHaveLength(1);
  });

  it("ends at once when a second signal comes", async () => {
    const request = ana.post(`/book/${bookId}/rename/`, { note: "hang" }).catch(() => "cut off");
    await untilBodiesRun(1);
    const end = project.stop();
    await sleep(1_200); // a Ctrl-C that comes twice counts once
    process.kill(project.pid, "SIGTERM");
    expect(await end).toBe(1);
    expect(await request).toBe("cut off");
    expect(await noteOf()).toBe("before");
  });

  it("ends after ten seconds even so, with 1", async () => {
    const request = ana.post(`/book/${bookId}/rename/`, { note: "hang" }).catch(() => "cut off");
    await untilBodiesRun(1);
    expect(await project.stop()).toBe(1);
    expect(await request).toBe("cut off");
    expect(project.output()).toContain("Shutting down took too long");
    expect(await noteOf()).toBe("before");
  }, 30_000);

  it("does not wait for a page whose browser does not answer", async () => {
    const socket = new WebSocket(`${project.url.replace("http", "ws")}/books/${bookId}/`, {
      headers: { cookie: ana.cookieHeader(), origin: project.url },
    });
    await new Promise((resolve) => socket.once("message", resolve));
    socket.pause();
    expect(await project.stop()).toBe(0);
    socket.terminate();
  });
});

it("logs an error that nobody caught, and exits with 1", async () => {
  const project = await startProject(dir, { DATABASE_URL });
  const ana = await new Client(project.url).resume(await psql.session(id));
  const request = ana.post(`/book/${bookId}/rename/`, { note: "crash" }).catch(() => null);
  expect(await project.stop("SIGCONT")).toBe(1);
  await request;
  expect(project.output()).toMatch(/"level":60.+Nobody catches this.+An error that nobody caught/);
});

/** Waits until that many bodies are in the middle of their transaction. */
async function untilBodiesRun(count: number): Promise<void> {
  const running = () =>
    psql.rows(
      `select from pg_stat_activity
       where datname = current_database() and state = 'idle in transaction'`,
    );
  await expect.poll(async () => (await running()).length, { interval: 50 }).toBe(count);
}
