import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { openPostgres } from "../../templates/typescript/src/database/postgres.ts";
import { scratchDatabase } from "../support/scratch-database.ts";

it.each([
  ["30s", ""],
  ["1min", "?statement_timeout=60000"],
])(
  "lets a statement take %s, with %j in the URL, and a migration for ever",
  async (time, search) => {
    const { db, patiently, close } = openPostgres((await scratchDatabase()) + search);
    const timeout = async (database: typeof db) => {
      const { rows } = (await database.execute(sql`show statement_timeout`)) as unknown as {
        rows: { statement_timeout: string }[];
      };
      return rows[0]?.statement_timeout;
    };
    expect(await timeout(db)).toBe(time);
    await patiently(async (transaction) => expect(await timeout(transaction)).toBe("0"));
    await close();
  },
);
