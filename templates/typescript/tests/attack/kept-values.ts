import { eq, getTableColumns, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import { endpoints } from "../support/matrix.ts";
import { isForm, rowIn, tableOf } from "../support/rows.ts";
import { untouchedForm } from "./support/browser-form.ts";
import { isThorough, oneOfEach } from "./support/doors.ts";
import { lengthOf } from "./support/ground.ts";
import { send } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// A form that is opened and saved changes nothing, whatever the row holds.

/** Values that something on the way might change, as PostgreSQL reads them, by type of column. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  PgText: ["\n\nafter two lines", "a\r\nb\rc\n", " 漢字 \u{1f680}\u202e "],
  PgVarchar: ["  blanks  ", "two\nlines", "\u{1f680}é"],
  PgJsonb: ['{"a":1e400}', "[9007199254740993, 0.10]", '"\\n1"'],
  PgTimestamp: [
    "0099-03-04 05:06:07+00",
    "2026-10-25 01:30:00.123456+00",
    "0031-01-01 00:00:00+00",
  ],
  PgDateString: ["0099-03-04", "0999-12-31", "9999-12-31"],
  PgTime: ["05:06:07.123456", "24:00:00", "05:06:07.5"],
  PgBigInt64: ["9223372036854775807", "-9007199254740993"],
};

const updates = endpoints.filter(
  (each) => isForm(each) && each.method === "POST" && each.effect?.kind === "change",
);

export function attackKeptValues(scenario: Scenario): void {
  describe.skipIf(updates.length === 0)("a form that is saved as it was opened", () => {
    it.each([0, 1, 2])(
      "changes nothing of what the row holds, with values of set %i",
      async (set) => {
        for (const update of isThorough ? updates : oneOfEach(updates)) {
          const model = update.effect?.kind === "change" ? update.effect.model : "";
          const table = tableOf(model);
          const { id } = rowIn(scenario.ground.own, model);
          for (const [name, column] of Object.entries(getTableColumns(table))) {
            await store(table, id, name, column, set);
          }
          const before = await rowText(table, id);
          const path = scenario.pathOf(update);
          const as = await scenario.callerOf(update);
          const page = await send(scenario.url, { path, as });
          const form = page.status === 200 ? untouchedForm(page.body) : {};
          const reply = await send(scenario.url, { path, as, form });
          expect([303, 409], `${update.id}: ${reply.status}`).toContain(reply.status);
          expect(await rowText(table, id), update.id).toBe(before);
        }
        await scenario.replant();
      },
    );

    /** Where there is room for it; a unique column keeps what it has. */
    async function store(table: PgTable, id: number, name: string, column: PgColumn, set: number) {
      const value = VALUES[column.columnType]?.[set]?.slice(0, lengthOf(column));
      if (value === undefined || column.isUnique) return;
      const typed = sql`${value}::${sql.raw(column.getSQLType())}`;
      await scenario.db
        .transaction((db) =>
          db
            .update(table)
            .set({ [name]: typed })
            .where(eq(idOf(table), id)),
        )
        .catch(() => {}); // together with others it has to be unique
    }

    /** Digit by digit, as the database writes it. */
    async function rowText(table: PgTable, id: number): Promise<string> {
      const [row] = await scenario.db
        .select({ text: sql<string>`to_jsonb(${table})::text` })
        .from(table)
        .where(eq(idOf(table), id));
      return row?.text ?? "";
    }

    const idOf = (table: PgTable) => getTableColumns(table)["id"] as PgColumn;
  });
}
