import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPglite } from "../../templates/typescript/src/database/pglite.ts";
import type { Connection } from "../../templates/typescript/src/database/connection.ts";
import { defineForm } from "../../templates/typescript/src/forms/form.ts";
import * as inputs from "../../templates/typescript/src/templates/fields.tsx";
import { untouchedForm } from "../../templates/typescript/tests/attack/support/browser-form.ts";
import { makeRow, type Name, Row, shape, textOf, VALUES } from "./support/row-of-all-types.ts";

// A value that is read, saved unchanged and read again is the same value: a row's text in PostgreSQL,
// its form's HTML, what a browser makes of it, and the row's text again.

const RowForm = defineForm(shape);

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

describe("a value that is read, saved unchanged and read again", () => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await openPglite(null, undefined);
    await makeRow(connection.db);
  });
  afterAll(() => connection.close());

  it.each(Object.keys(VALUES) as Name[])("is the same value: %s", async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.option(VALUES[name], { freq: 20 }), async (value) => {
        await store({ [name]: name === "a_boolean" ? (value ?? "true") : value });
        const before = await textOf(connection.db);
        await save({});
        expect(await textOf(connection.db)).toBe(before);
      }),
      { numRuns: 60 },
    );
  });

  it("is the same value when another field of its row is changed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(VALUES), fc.integer(), async (values, count) => {
        await store(values);
        const before = JSON.parse(await textOf(connection.db)) as Record<string, unknown>;
        await save({ an_integer: String(count) });
        const after = JSON.parse(await textOf(connection.db)) as Record<string, unknown>;
        expect(after).toEqual({ ...before, an_integer: count });
      }),
      { numRuns: 30 },
    );
  });

  async function store(values: Partial<Record<Name, string | null>>): Promise<void> {
    const typed = Object.entries(values).map(([name, value]) => [
      name,
      sql`${value}::${sql.raw(Row[name as Name].getSQLType())}`,
    ]);
    await connection.db.update(Row).set(Object.fromEntries(typed) as object);
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
