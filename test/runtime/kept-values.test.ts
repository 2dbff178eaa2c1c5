import { eq, sql } from "drizzle-orm";
import { boolean, date, integer, numeric, pgTable, text, time } from "drizzle-orm/pg-core";
import { uuid, varchar, bigint } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jsonb, timestamp } from "../../templates/typescript/src/database/columns.ts";
import { openPglite } from "../../templates/typescript/src/database/pglite.ts";
import type { Connection } from "../../templates/typescript/src/database/connection.ts";
import * as fields from "../../templates/typescript/src/forms/fields.ts";
import { defineForm } from "../../templates/typescript/src/forms/form.ts";
import * as inputs from "../../templates/typescript/src/templates/fields.tsx";
import { untouchedForm } from "../../templates/typescript/tests/attack/support/browser-form.ts";

// A value that is read, saved unchanged and read again is the same value: a row's text in PostgreSQL,
// its form's HTML, what a browser makes of it, and the row's text again.

const Row = pgTable("row", {
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
type Name = Exclude<keyof typeof Row.$inferSelect, "id">;

const nullable = true;
const RowForm = defineForm({
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
});

const { TextField, TextArea, CheckField, SelectField, yesOrNo } = inputs;
const INPUTS: Record<Name, [component: unknown, attributes?: object]> = {
  a_string: [TextField],
  a_text: [TextArea],
  an_integer: [TextField, { type: "number", step: 1 }],
  a_bigint: [TextField, { inputMode: "numeric" }],
  a_decimal: [TextField, { inputMode: "decimal" }],
  a_boolean: [CheckField],
  an_answer: [SelectField, { options: yesOrNo }],
  a_date: [TextField, { type: "date" }],
  a_datetime: [TextField, { type: "datetime-local", step: "any" }],
  a_time: [TextField, { type: "time", step: "any" }],
  a_uuid: [TextField],
  an_email: [TextField, { type: "email" }],
  a_url: [TextField, { type: "url" }],
  a_slug: [TextField],
  a_json: [TextArea],
  a_choice: [SelectField, { options: ["red", "two\nlines"] }],
  a_reference: [SelectField, { options: [{ value: "7", label: "seven" }] }],
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

/** What PostgreSQL holds, as it reads it. */
const VALUES: Record<Name, fc.Arbitrary<string>> = {
  a_string: short,
  a_text: lines,
  an_integer: fc.integer().map(String),
  a_bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  a_decimal: fc
    .tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.nat(999))
    .map(([whole, part]) => `${whole}.${String(part).padStart(3, "0")}`),
  a_boolean: fc.boolean().map(String),
  an_answer: fc.boolean().map(String),
  a_date: fc.oneof(day, fc.constantFrom("0044-03-15 BC", "12026-01-01", "infinity")),
  a_datetime: fc.oneof(
    fc.tuple(day, clock).map(([on, at]) => `${on} ${at}+00`),
    fc.constantFrom("0044-03-15 12:00:00+00 BC", "12026-01-01 00:00:00+00"),
  ),
  a_time: fc.oneof(clock, fc.constant("24:00:00")),
  a_uuid: fc.uuid(),
  an_email: fc.oneof(fc.emailAddress(), short),
  a_url: fc.oneof(fc.webUrl(), short),
  a_slug: fc.oneof(fc.stringMatching(/^[-a-zA-Z0-9_]{1,50}$/), short),
  a_json: json,
  a_choice: fc.oneof(fc.constantFrom("red", "two\nlines"), short),
  a_reference: fc.constant("7"),
};

describe("a value that is read, saved unchanged and read again", () => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await openPglite(null, undefined);
    const columns = Object.values(columnsOf()).map(
      ({ name, type }) => `"${name}" ${type}${name === "a_boolean" ? " default false" : ""}`,
    );
    await connection.db.execute(sql.raw(`create table "row" (id integer, ${columns.join(", ")})`));
    await connection.db.execute(sql`insert into "row" (id) values (1)`);
  });
  afterAll(() => connection.close());

  it.each(Object.keys(VALUES) as Name[])("is the same value: %s", async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.option(VALUES[name], { freq: 20 }), async (value) => {
        await store({ [name]: name === "a_boolean" ? (value ?? "true") : value });
        const before = await textOf();
        await save({});
        expect(await textOf()).toBe(before);
      }),
      { numRuns: 60 },
    );
  });

  it("is the same value when another field of its row is changed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(VALUES), fc.integer(), async (values, count) => {
        await store(values);
        const before = JSON.parse((await textOf()) ?? "") as Record<string, unknown>;
        await save({ an_integer: String(count) });
        const after = JSON.parse((await textOf()) ?? "") as Record<string, unknown>;
        expect(after).toEqual({ ...before, an_integer: count });
      }),
      { numRuns: 30 },
    );
  });

  /** The columns as PostgreSQL calls their types. */
  function columnsOf() {
    return (Object.keys(VALUES) as Name[]).map((name) => ({ name, type: Row[name].getSQLType() }));
  }

  async function store(values: Partial<Record<Name, string | null>>): Promise<void> {
    const typed = Object.entries(values).map(([name, value]) => [
      name,
      sql`${value}::${sql.raw(Row[name as Name].getSQLType())}`,
    ]);
    await connection.db.update(Row).set(Object.fromEntries(typed) as object);
  }

  async function textOf(): Promise<string | undefined> {
    const [row] = await connection.db
      .select({ text: sql<string>`to_jsonb("row")::text` })
      .from(Row);
    return row?.text;
  }

  /** Opens the form in a browser, types some values, and saves it. */
  async function save(typed: Record<string, string>): Promise<void> {
    const [row] = await connection.db.select().from(Row);
    if (!row) throw new Error("The row is gone.");
    const shown = RowForm.fill(row as never);
    const elements = Object.entries(INPUTS).map(([name, [component, attributes]]) =>
      h(component as never, { form: shown, name, label: name, ...attributes } as never),
    );
    const html = renderToString(h("form", { class: "form" }, elements));
    const body = { ...untouchedForm(html), ...typed };
    const form = await RowForm.read(body, {}, row as never);
    expect(form.errors).toEqual({});
    const saved = await form.save(connection.db, (db) =>
      db
        .update(Row)
        .set(form.changes as object)
        .where(eq(Row.id, 1)),
    );
    expect(saved).toBe(true);
  }
});
