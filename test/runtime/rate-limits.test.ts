import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { RateLimits } from "../../templates/typescript/src/dispatch/rate-limits.ts";
import { scratchDatabase } from "../support/scratch-database.ts";

// Counted in PostgreSQL, as by several processes of a project.

const TWICE = { maxCalls: 2, perSeconds: 60 };

let pool: pg.Pool;
beforeAll(async () => {
  pool = new pg.Pool({ connectionString: await scratchDatabase() });
  await pool.query(
    "create table auth_rate_limit (key varchar(255) primary key, points integer, expire bigint)",
  );
});
afterAll(() => pool.end());
afterEach(() => vi.useRealTimers());

const keys = async () => {
  const { rows } = await pool.query<{ key: string }>("select key from auth_rate_limit order by 1");
  return rows.map(({ key }) => key);
};

it("counts one after another for all processes, by who and by what", async () => {
  const [one, other] = [new RateLimits(pool), new RateLimits(pool)];
  await one.count("View.act", "user 1", TWICE);
  await other.count("View.act", "user 1", TWICE);
  await expect(one.count("View.act", "user 1", TWICE)).rejects.toThrow(/^Too many calls\. Try/);
  await expect(other.count("View.act", "user 1", TWICE)).rejects.toThrow("Too many calls");
  await one.count("View.act", "user 2", TWICE);
  await one.count("View.other", "user 1", TWICE);
});

it("asks the database no more about somebody who is beyond the limit", async () => {
  const limits = new RateLimits(pool);
  await limits.count("View.flood", "user 1", TWICE);
  await limits.count("View.flood", "user 1", TWICE);
  const query = vi.spyOn(pool, "query");
  for (let call = 0; call < 100; call += 1) {
    await expect(limits.count("View.flood", "user 1", TWICE)).rejects.toThrow("Too many calls");
  }
  expect(query).not.toHaveBeenCalled();
});

it("lets nobody through when it cannot count", async () => {
  const gone = new pg.Pool({ connectionString: "postgres://127.0.0.1:1/nothing" });
  await expect(new RateLimits(gone).count("View.act", "user 1", TWICE)).rejects.toThrow(
    "ECONNREFUSED",
  );
  await gone.end();
});

it("removes what ran out, and keeps what counts", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  await new RateLimits(pool).count("View.clean", "user 1", TWICE);
  await pool.query("insert into auth_rate_limit values ('long ago', 5, 1)");
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  vi.useRealTimers();
  await vi.waitFor(async () => expect(await keys()).not.toContain("long ago"), { timeout: 5000 });
  expect(await keys()).toContain("View.clean:user 1");
});
