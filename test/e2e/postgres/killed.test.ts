import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { type RunningProject, startProject } from "../../support/running-project.ts";
import { scratchDatabase } from "../../support/scratch-database.ts";
import { Client } from "./support/client.ts";
import { builtLedger, Psql } from "./support/ledger.ts";
import { Writer } from "./support/writer.ts";

const WRITERS = 8;
const KILLS = 6;
const WRITES_BETWEEN_KILLS = 350;

let dir: string;
let DATABASE_URL: string;
let psql: Psql;
beforeAll(async () => {
  dir = await builtLedger();
  DATABASE_URL = await scratchDatabase();
  psql = new Psql(DATABASE_URL);
});

it("loses nothing that was acknowledged, and keeps no half write, when processes are killed", async () => {
  const seed = Number(process.env["SPIRE_SEED"] ?? Date.now() % 1_000_000);
  console.log(`SPIRE_SEED=${seed}`);
  const random = randomFrom(seed);
  const start = () => startProject(dir, { DATABASE_URL });
  const processes = await Promise.all([start(), start()]);
  const writers = await invite(random, () => processes.map(({ url }) => url));
  const acknowledged = () => sum(writers.map((writer) => writer.acknowledged.size));

  let isOver = false;
  const writing = writers.map(async (writer) => {
    while (!isOver) await writer.write();
  });
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await until(() => acknowledged() >= kill * WRITES_BETWEEN_KILLS);
    const victim = kill % 2;
    expect(await processes[victim]?.stop("SIGKILL")).toBe("SIGKILL");
    // The other one goes on serving while this one is away.
    const before = acknowledged();
    await until(() => acknowledged() >= before + 20);
    processes[victim] = await start();
    await expectServes(processes[victim]);
  }
  await until(() => acknowledged() >= (KILLS + 1) * WRITES_BETWEEN_KILLS);
  isOver = true;
  await Promise.all(writing);

  const unanswered = writers.flatMap((writer) => [...writer.unanswered]);
  const written = await writtenTexts();
  const audited = await auditedTexts();
  console.log(
    `${acknowledged()} acknowledged, ${unanswered.length} unanswered of ` +
      `${KILLS} kills, ${audited.length} audited`,
  );
  expect(writers.flatMap((writer) => writer.refused)).toEqual([]);
  // The kills hit requests, not pauses.
  expect(unanswered.length).toBeGreaterThan(0);
  for (const writer of writers) await expectBook(writer, audited);
  // An entry and its audit row stand or fall together, and nothing came twice.
  const entries = audited.filter((text) => text.startsWith("entry"));
  expect([...entries].sort()).toEqual(written.sort());
  expect(new Set(audited).size).toBe(audited.length);
}, 300_000);

/** Everything that was acknowledged is there, and nothing that nobody sent. */
async function expectBook(writer: Writer, audited: readonly string[]): Promise<void> {
  const there = new Set(audited);
  expect([...writer.acknowledged].filter((text) => !there.has(text))).toEqual([]);
  const own = await psql.rows<{ text: string }>(
    `select coalesce(params ->> 'text', params ->> 'note') as text from auth_audit
     where target like '/book%/' || $1 || '/%' order by id`,
    [writer.bookId],
  );
  const texts = own.map(({ text }) => text);
  const unknown = texts.filter(
    (text) => !writer.acknowledged.has(text) && !writer.unanswered.has(text),
  );
  expect(unknown).toEqual([]);
  const [book] = await psql.rows("select note from book_book where id = $1", [writer.bookId]);
  expect(book).toEqual({ note: texts.findLast((text) => text.startsWith("note")) ?? "" });
}

async function invite(random: () => number, urls: () => string[]): Promise<Writer[]> {
  const names = Array.from({ length: WRITERS }, (_, index) => `w${index}`);
  return Promise.all(
    names.map(async (name) => {
      const id = await psql.clerk(name);
      const [bookId, session] = [await psql.book(id), await psql.session(id)];
      return new Writer(name, { bookId, session, urls, random });
    }),
  );
}

/** A process that was started again serves pages, and pushes to them. */
async function expectServes(process: RunningProject): Promise<void> {
  const id = await psql.clerk(`after restart ${process.pid}`);
  const bookId = await psql.book(id);
  const client = await new Client(process.url).resume(await psql.session(id));
  const page = await client.open(`/books/${bookId}/`);
  await psql.rows("update auth_user set is_active = false where id = $1", [id]);
  expect((await page.next()).type).toBe("redirect");
}

async function writtenTexts(): Promise<string[]> {
  const rows = await psql.rows<{ text: string }>("select text from book_entry");
  return rows.map(({ text }) => text);
}

async function auditedTexts(): Promise<string[]> {
  const rows = await psql.rows<{ text: string; outcome: string }>(
    "select coalesce(params ->> 'text', params ->> 'note') as text, outcome from auth_audit",
  );
  expect(rows.filter(({ outcome }) => outcome !== "allowed")).toEqual([]);
  return rows.map(({ text }) => text);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(5);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
