import {
  bigint,
  boolean,
  date,
  integer,
  numeric,
  pgTable,
  text,
  time,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { jsonb, timestamp } from "../../../templates/typescript/src/database/columns.ts";
import type { Database } from "../../../templates/typescript/src/database/connection.ts";
import * as fields from "../../../templates/typescript/src/forms/fields.ts";

/** A row with a column of each type. */
export const Row = pgTable("row", {
  id: integer().primaryKey(),
  a_string: varchar({ length: 200 }),
  a_text: text(),
  an_integer: integer(),
  a_bigint: bigint({ mode: "bigint" }),
  a_decimal: numeric({ precision: 12, scale: 3 }),
  a_boolean: boolean().notNull(),
  an_answer: boolean(),
  a_date: date({ mode: "string" }),
  a_datetime: timestamp({ withTimezone: true, mode: "date" }),
  a_time: time(),
  a_uuid: uuid(),
  an_email: varchar({ length: 200 }),
  a_url: varchar({ length: 200 }),
  a_slug: varchar({ length: 200 }),
  a_json: jsonb(),
  a_choice: varchar({ length: 200, enum: ["red", "two\nlines"] }),
  a_reference: integer(),
});
export type Name = Exclude<keyof typeof Row.$inferSelect, "id">;

const nullable = true;
/** A field of each type, which may be left empty where that is possible. */
export const shape = {
  a_string: fields.string({ maxLength: 200, nullable }),
  a_text: fields.text({ nullable }),
  an_integer: fields.integer({ nullable }),
  a_bigint: fields.bigint({ nullable }),
  a_decimal: fields.decimal({ maxDigits: 12, decimalPlaces: 3, nullable }),
  a_boolean: fields.boolean(),
  an_answer: fields.boolean({ nullable }),
  a_date: fields.date({ nullable }),
  a_datetime: fields.datetime({ nullable }),
  a_time: fields.time({ nullable }),
  a_uuid: fields.uuid({ nullable }),
  an_email: fields.email({ maxLength: 200, nullable }),
  a_url: fields.url({ maxLength: 200, nullable }),
  a_slug: fields.slug({ maxLength: 200, nullable }),
  a_json: fields.json({ nullable }),
  a_choice: fields.choice(["red", "two\nlines"], { nullable }),
  a_reference: fields.reference({ nullable }),
};

const two = (number: number) => String(number).padStart(2, "0");
const day = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.nat(27))
  .map(([year, month, at]) => `${String(year).padStart(4, "0")}-${two(month)}-${two(at + 1)}`);
const clock = fc
  .tuple(fc.nat(23), fc.nat(59), fc.nat(59), fc.constantFrom("", ".5", ".123", ".123456"))
  .map(([hour, minute, second, rest]) => `${two(hour)}:${two(minute)}:${two(second)}${rest}`);
const anyText = fc
  .string({ unit: "binary", maxLength: 60 })
  .filter((text) => !/[\0\p{Surrogate}]/u.test(text));
const lines = fc
  .array(fc.oneof(anyText, fc.constantFrom("\n", "\r\n", "\r", " ", "\t")), { maxLength: 8 })
  .map((parts) => parts.join(""));
const short = lines.map((text) => [...text].slice(0, 100).join(""));
const number = fc.oneof(
  fc.bigInt().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom("1e400", "-1.5e-400", "0.10", "9007199254740993", "1e0"),
);
const json = fc.oneof(
  number,
  fc.json({ maxDepth: 4 }).filter((text) => !/\\u(0000|d[89a-f])/i.test(text)),
  fc.tuple(number, number).map(([a, b]) => `{"a":[${a},{"1":${b}}],"":"\\"1e400"}`),
  fc.constantFrom('"5"', '"{}"', '"\\n"', "[[[]]]"),
);

/** Values that a field takes, and now and then others, so that chance cannot leave too few. */
const mostly = (taken: fc.Arbitrary<string>, others: fc.Arbitrary<string>) =>
  fc.oneof({ arbitrary: taken, weight: 3 }, { arbitrary: others, weight: 1 });
const usualAddress = fc.stringMatching(
  /^[a-z]{1,12}([.+-][a-z0-9]{1,8})?@[a-z]{1,12}\.[a-z]{2,6}$/,
);

/** What PostgreSQL holds, as it reads it. */
export const VALUES: Record<Name, fc.Arbitrary<string>> = {
  a_string: short,
  a_text: lines,
  an_integer: fc.integer().map(String),
  a_bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  a_decimal: fc
    .tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.nat(999))
    .map(([whole, part]) => `${whole}.${String(part).padStart(3, "0")}`),
  a_boolean: fc.boolean().map(String),
  an_answer: fc.boolean().map(String),
  a_date: mostly(day, fc.constantFrom("0044-03-15 BC", "12026-01-01", "infinity")),
  a_datetime: mostly(
    fc.tuple(day, clock).map(([on, at]) => `${on} ${at}+00`),
    fc.constantFrom("0044-03-15 12:00:00+00 BC", "12026-01-01 00:00:00+00"),
  ),
  a_time: mostly(clock, fc.constant("24:00:00")),
  a_uuid: fc.uuid(),
  // Most addresses that the standard allows are refused, so that there are usual ones as well.
  an_email: mostly(usualAddress, fc.oneof(fc.emailAddress(), short)),
  a_url: fc.oneof(fc.webUrl(), short),
  a_slug: fc.oneof(fc.stringMatching(/^[-a-zA-Z0-9_]{1,50}$/), short),
  a_json: json,
  a_choice: fc.oneof(fc.constantFrom("red", "two\nlines"), short),
  a_reference: fc.constant("7"),
};

/** Makes the table, with one row of nothing. */
export async function makeRow(db: Database): Promise<void> {
  const columns = (Object.keys(VALUES) as Name[]).map(
    (name) => `"${name}" ${Row[name].getSQLType()}${name === "a_boolean" ? " default false" : ""}`,
  );
  await db.execute(sql.raw(`create table "row" (id integer, ${columns.join(", ")})`));
  await db.execute(sql`insert into "row" (id) values (1)`);
}

/** The row, digit by digit, as the database writes it. */
export async function textOf(db: Database): Promise<string> {
  const [row] = await db.select({ text: sql<string>`to_jsonb("row")::text` }).from(Row);
  return row?.text ?? "";
}
