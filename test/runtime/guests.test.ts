import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { connect } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { serialize } from "node:v8";
import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import type { Database } from "../../templates/typescript/src/database/connection.ts";
import {
  openDatabase,
  type OpenDatabase,
} from "../../templates/typescript/src/database/database.ts";
import { cleanUp } from "../support/clean-up.ts";
import { testdir } from "../support/testdir.ts";

// Commands beside the process that has the embedded database open.

let folder: string;
let holder: OpenDatabase;

beforeAll(async () => {
  folder = join(testdir(), "db");
  holder = await openDatabase({ folder });
  await holder.db.execute(sql`create table mark (id serial, work text, transaction bigint)`);
  await holder.admitGuests();
  return () => holder.close();
});

async function visit(): Promise<OpenDatabase> {
  const guest = await openDatabase({ folder, beside: true });
  cleanUp(() => guest.close());
  return guest;
}

async function rowsOf<Row>(db: Database, query: ReturnType<typeof sql>): Promise<Row[]> {
  return ((await db.execute(query)) as unknown as { rows: Row[] }).rows;
}

const count = async (db: Database, work: string) =>
  (
    await rowsOf<{ n: number }>(db, sql`select count(*)::int as n from mark where work = ${work}`)
  )[0]?.n;

/** A process beside this one, with `db` at its hands; ready when it has said so. */
async function guestProcess(body: string) {
  const module = join(import.meta.dirname, "../../templates/typescript/src/database/pglite.ts");
  const script = `
    const { openPgliteOrVisit } = await import(${JSON.stringify(module)});
    const { sql } = await import("drizzle-orm");
    const { db } = await openPgliteOrVisit(${JSON.stringify(folder)});
    ${body}`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  cleanUp(() => child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

/** A process that has written in a transaction which it does not end. */
const inTheMiddle = (work: string) =>
  guestProcess(`
    await db.transaction(async (transaction) => {
      await transaction.execute(sql\`insert into mark (work) values (\${${JSON.stringify(work)}})\`);
      console.log("written");
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });`);

it("keeps the folder from a second server", async () => {
  await expect(openDatabase({ folder })).rejects.toThrow(/in use by another process/);
});

it("gives a guest the very values and errors that the holder gets", async () => {
  const guest = await visit();
  const query = sql`select 1 as a, ${"x"}::text as b, null as c, 2::bigint as d,
    9007199254740993::bigint as big, now() - now() as nothing, '2020-01-01'::timestamptz as at,
    '{"k": [1, "z"]}'::jsonb as j, array['a', 'b'] as l, '\\x00ff'::bytea as bytes, 1.10::numeric as n`;
  expect(await rowsOf(guest.db, query)).toEqual(await rowsOf(holder.db, query));
  const errorOf = async (db: Database) =>
    db.execute(sql`insert into mark (id) values (${"no number"})`).catch((error: Error) => {
      const { code, detail, message } = error.cause as Error & { code?: string; detail?: string };
      return { code, detail, message, outer: error.message };
    });
  expect(await errorOf(guest.db)).toEqual(await errorOf(holder.db));
  expect(await errorOf(guest.db)).toMatchObject({ code: "22P02" });
});

it("never mixes the transactions of holder and guests", async () => {
  const guests = await Promise.all([visit(), visit()]);
  const work = async (db: Database, name: string) => {
    for (let turn = 0; turn < 40; turn++) {
      const alone = `${name} alone ${turn}`;
      const failing = turn % 3 === 0;
      const together = db.transaction(async (transaction) => {
        for (let step = 0; step < 4; step++) {
          await transaction.execute(
            sql`insert into mark (work, transaction) values (${`${name} ${turn}`}, txid_current())`,
          );
          if (step % 2) await sleep(Math.random() * 3);
          else await new Promise(setImmediate);
        }
        if (failing) throw new Error("not kept");
        if (turn % 5 === 0) {
          await transaction
            .transaction(async (inner) => {
              await inner.execute(sql`insert into mark (work) values ('savepoint')`);
              throw new Error("to the savepoint");
            })
            .catch(() => {});
        }
      });
      const single = db.execute(
        sql`insert into mark (work, transaction) values (${alone}, txid_current())`,
      );
      const [outcome] = await Promise.allSettled([together, single, sleep(Math.random() * 2)]);
      expect(outcome.status).toBe(failing ? "rejected" : "fulfilled");
    }
  };
  const sides = { holder: holder.db, first: guests[0].db, second: guests[1].db };
  await Promise.all(
    Object.entries(sides).flatMap(([name, db]) => [work(db, `${name} a`), work(db, `${name} b`)]),
  );
  const works = await rowsOf<{ work: string; n: number; ids: number }>(
    holder.db,
    sql`select work, count(*)::int as n, count(distinct transaction)::int as ids
      from mark where work ~ '^(holder|first|second) ' group by work`,
  );
  const turns = Array.from({ length: 40 }, (_, turn) => turn);
  for (const name of ["holder a", "holder b", "first a", "first b", "second a", "second b"]) {
    for (const turn of turns) {
      const found = works.find((each) => each.work === `${name} ${turn}`);
      expect(found ?? null).toEqual(
        turn % 3 === 0 ? null : { work: `${name} ${turn}`, n: 4, ids: 1 },
      );
      expect(works.find((each) => each.work === `${name} alone ${turn}`)?.n).toBe(1);
    }
  }
  // Each transaction did the work of one side alone.
  const shared = sql`select transaction from mark where transaction is not null
    group by transaction having count(distinct work) > 1`;
  expect(await rowsOf(holder.db, shared)).toEqual([]);
  expect(await count(holder.db, "savepoint")).toBe(0);
});

it("leaves no transaction open that a guest begins by a statement of its own", async () => {
  const guest = await visit();
  await guest.db.execute(sql.raw("begin"));
  await holder.db.execute(sql`insert into mark (work) values ('after a begin')`);
  await guest.db.execute(sql.raw("rollback"));
  expect(await count(holder.db, "after a begin")).toBe(1);
  await guest.db.transaction((transaction) => transaction.execute(sql.raw("commit and chain")));
  await holder.db.execute(sql`insert into mark (work) values ('after a chain')`);
  await guest.db.execute(sql.raw("rollback"));
  expect(await count(holder.db, "after a chain")).toBe(1);
});

it("keeps nothing of a guest that dies in a transaction, and goes on at once", async () => {
  const child = await inTheMiddle("died");
  const waiting = count(holder.db, "died");
  child.kill("SIGKILL");
  const begun = Date.now();
  expect(await waiting).toBe(0);
  expect(Date.now() - begun).toBeLessThan(1_000);
});

it("waits five seconds for a guest that has fallen silent in a transaction", async () => {
  const child = await inTheMiddle("stopped");
  child.kill("SIGSTOP");
  const begun = Date.now();
  expect(await count(holder.db, "stopped")).toBe(0);
  expect(Date.now() - begun).toBeLessThan(6_000);
  expect(await count((await visit()).db, "stopped")).toBe(0);
});

it("tells the holder at once of what a guest changed, and only once it is kept", async () => {
  const heard: string[] = [];
  const stop = await holder.listen("news", (payload) => heard.push(payload));
  const guest = await visit();
  const notify = (db: Database, text: string) => db.execute(sql`select pg_notify('news', ${text})`);
  await guest.db
    .transaction(async (transaction) => {
      await notify(transaction, "never");
      throw new Error("not kept");
    })
    .catch(() => {});
  await guest.db.transaction((transaction) => notify(transaction, "kept"));
  await notify(guest.db, "alone");
  expect(heard).toEqual(["kept", "alone"]);
  await stop();
});

it("ends with guests inside, keeping nothing of what they began", async () => {
  const own = join(testdir(), "db");
  const first = await openDatabase({ folder: own });
  await first.db.execute(sql`create table mark (work text)`);
  await first.admitGuests();
  const guest = await openDatabase({ folder: own, beside: true });
  const waiting = guest.db.transaction(async (transaction) => {
    await transaction.execute(sql`insert into mark (work) values ('interrupted')`);
    await first.close();
    await transaction.execute(sql`insert into mark (work) values ('too late')`);
  });
  await expect(waiting).rejects.toThrow();
  await guest.close();
  // Nobody has it open now, so that the next one has it for itself.
  const next = await openDatabase({ folder: own, beside: true });
  expect(await rowsOf(next.db, sql`select * from mark`)).toEqual([]);
  await next.close();
});

it("is waited for while it is about to take guests", async () => {
  const own = join(testdir(), "db");
  const first = await openDatabase({ folder: own });
  const guest = openDatabase({ folder: own, beside: true });
  await sleep(300);
  await first.admitGuests();
  expect(await rowsOf((await guest).db, sql`select 1 as one`)).toEqual([{ one: 1 }]);
  await (await guest).close();
  await first.close();
});

it("lets no guest migrate, who is told what to do", async () => {
  await expect((await visit()).migrate(async () => {})).rejects.toThrow(/restart it instead\.$/);
});

it.each([
  ["nothing", Buffer.from([0, 0, 0, 0])],
  ["no request", Buffer.concat([Buffer.from([0, 0, 0, 3]), serialize(null)])],
  ["a page", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
])("hangs up on who says %s, and goes on", async (_, bytes) => {
  const line = connect(join(folder, "sock"));
  line.write(bytes);
  line.end();
  await once(line, "close");
  expect(await count((await visit()).db, "nothing")).toBe(0);
});

it.runIf(userInfo().uid === 0)("lets nobody in but its own user", async () => {
  chmodSync(join(folder, ".."), 0o755);
  const script = `require("node:net").connect(${JSON.stringify(join(folder, "sock"))})
    .on("connect", () => console.log("in")).on("error", (error) => console.log(error.code));`;
  const as = async (uid: number) => {
    const child = spawn(process.execPath, ["-e", script], { uid, gid: uid, cwd: "/" });
    const [said] = (await once(child.stdout, "data")) as [Buffer];
    child.kill("SIGKILL");
    return said.toString().trim();
  };
  expect(await as(65_534)).toBe("EACCES");
  expect(await as(0)).toBe("in");
});
