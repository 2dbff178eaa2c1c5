import { PGlite } from "@electric-sql/pglite";
import { execa } from "execa";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Field, FieldType } from "../../../../schema/project.ts";
import { generatedProject } from "../../../support/generated-project.ts";
import { readTree } from "../../../support/read-tree.ts";
import { app, field, model } from "../../fixture-project.ts";
import { database, type History, migrate, sqlFiles } from "./history.ts";

/** Migrates a history on to the schema of one app with these models' fields. */
async function migrateModels(models: Record<string, Field[]>, history?: History): Promise<History> {
  const made = Object.entries(models).map(([name, fields]) => model("shop", name, fields));
  return migrate([app("shop", made)], history, { allowDataLoss: true });
}

async function applied(history: History) {
  const { db, apply } = await database();
  await apply(history);
  return db;
}

const HOSTILE = [
  "it's; DROP TABLE auth_user; --",
  "x--> statement-breakpoint\nDROP TABLE auth_user;--> statement-breakpoint\n",
  "$$ ${x} `b` \\ \\' E'\\n' \u2028 \"",
];

test("every field type, with hostile defaults, migrates and yields the default as written", async () => {
  const fields = HOSTILE.flatMap((text, index) => [
    field(`string_${index}`, "string", { default: text }),
    field(`text_${index}`, "text", { default: text }),
    field(`json_${index}`, "json", { default: { [text]: [text] } }),
    field(`choice_${index}`, "choice", { choices: [text], default: text, maxLength: 200 }),
  ]);
  const db = await applied(
    await migrateModels({
      Item: [
        ...fields,
        field("whole", "integer", { default: -3, index: true }),
        field("big", "bigint", { default: "9007199254740993" }),
        field("price", "decimal", { default: 1.5 }),
        field("on", "boolean"),
        field("day", "date", { default: "2020-02-29" }),
        field("at", "datetime", { default: "2020-01-01T10:00:00Z" }),
        field("clock", "time", { default: "10:30" }),
        field("key", "uuid", { default: "00000000-0000-4000-8000-000000000000", unique: true }),
        field("mail", "email", { default: "a@b.example" }),
        field("link", "url", { default: "https://a.example/" }),
        field("slug", "slug", { default: "a-b" }),
        field("parent", "reference", {
          null: true,
          onDelete: "set_null",
          to: { label: "shop", model: "Item" },
        }),
        field("owner", "user", { null: true, onDelete: "protect" }),
      ],
    }),
  );
  const { rows } = await db.execute(sql`insert into shop_item default values returning *`);
  const expected = HOSTILE.flatMap((text, index) => [
    [`string_${index}`, text],
    [`text_${index}`, text],
    [`json_${index}`, { [text]: [text] }],
    [`choice_${index}`, text],
  ]);
  expect(rows[0]).toMatchObject({
    ...Object.fromEntries(expected),
    whole: -3,
    price: "1.50",
    on: false,
    slug: "a-b",
  });
  const big = await db.execute(sql`select big::text from shop_item`);
  expect(big.rows).toEqual([{ big: "9007199254740993" }]);
  expect((await db.execute(sql`select count(*)::int as n from auth_user`)).rows).toEqual([
    { n: 0 },
  ]);
});

test("a schema that did not change makes no migration, whatever its forms say", async () => {
  const fields = (choices: string[]) => [field("state", "choice", { choices })];
  const history = await migrateModels({ Item: fields(["a"]) });
  expect(sqlFiles(history)).toEqual(["migrations/0000_initial.sql"]);
  expect(await migrateModels({ Item: fields(["a", "b"]) }, history)).toEqual(history);
});

test("a new field makes a new migration and leaves the applied one as it is", async () => {
  const before = await migrateModels({ Item: [field("name", "string")] });
  const after = await migrateModels(
    { Item: [field("name", "string"), field("size", "integer", { default: 1 })] },
    before,
  );
  expect(sqlFiles(after)).toEqual([
    "migrations/0000_initial.sql",
    expect.stringMatching(/^migrations\/0001_change_shop_item_[0-9a-f]{6}\.sql$/),
  ]);
  const first = "migrations/0000_initial.sql";
  expect(after.get(first)).toBe(before.get(first));
  expect(after.get(sqlFiles(after)[1] ?? "")).toContain('ADD COLUMN "size"');
  await applied(after);
});

test("what could be a rename is never asked about: dropped first, then added", async () => {
  const reference = (name: string, target: string) =>
    field(name, "reference", { to: { label: "shop", model: target }, null: true });
  const before = await migrateModels({
    Item: [field("name", "string", { index: true, unique: true }), reference("box", "Box")],
    Box: [field("size", "integer")],
  });
  const after = await migrateModels(
    {
      Item: [field("title", "string", { unique: true, null: true }), reference("crate", "Crate")],
      Crate: [field("size", "integer")],
    },
    before,
  );
  const text = after.get(sqlFiles(after)[1] ?? "") ?? "";
  expect(text).toContain('DROP TABLE "shop_box"');
  expect(text).toContain('DROP COLUMN "name"');
  expect(text).toContain('CREATE TABLE "shop_crate"');
  expect(text).not.toMatch(/rename/i);
  const db = await applied(after);
  const columns = await db.execute(
    sql`select column_name from information_schema.columns where table_name = 'shop_item' order by 1`,
  );
  expect(columns.rows.map((row) => row["column_name"])).toEqual(["crate_id", "id", "title"]);
});

test("a field may change from every type to every other, defaults included", async () => {
  const defaults: Partial<Record<FieldType, unknown>> = {
    string: "x",
    text: "x",
    integer: 1,
    bigint: 1,
    decimal: 1.5,
    boolean: true,
    date: "2020-01-01",
    datetime: "2020-01-01T00:00:00Z",
    time: "10:00",
    uuid: "00000000-0000-4000-8000-000000000000",
    json: { a: 1 },
    choice: "draft",
    user: undefined,
  };
  const types = Object.keys(defaults) as FieldType[];
  const postgres = await PGlite.create("memory://");
  for (const from of types) {
    for (const to of types.filter((type) => type !== from)) {
      const of = (type: FieldType) => ({
        Item: [
          field("plain", type, { null: true, index: true }),
          field("set", type, {
            default: defaults[type],
            // A reference's column has another name; it can be new, but not filled.
            unique: from !== "user" && to !== "user",
            null: type === "user",
          }),
        ],
      });
      const history = await migrateModels(of(to), await migrateModels(of(from)));
      await postgres.exec("drop schema public cascade; create schema public");
      for (const path of sqlFiles(history)) {
        const run = postgres.exec(history.get(path) ?? "");
        await expect(run, `${from} to ${to}: ${history.get(path)}`).resolves.toBeDefined();
      }
    }
  }
}, 120_000);

test("the same manifest gives the same files, times in the journal included", async () => {
  const fields = { Item: [field("name", "string")] };
  expect(await migrateModels(fields)).toEqual(await migrateModels(fields));
});

test("the moments in the journal rise, also after a migration made by hand", async () => {
  const before = await migrateModels({ Item: [field("name", "string")] });
  const journal = JSON.parse(before.get("migrations/meta/_journal.json") ?? "");
  journal.entries[0].when = Date.UTC(2040, 0, 1);
  const history = new Map(before).set("migrations/meta/_journal.json", JSON.stringify(journal));
  const after = await migrateModels({ Item: [field("name", "text")] }, history);
  const { entries } = JSON.parse(after.get("migrations/meta/_journal.json") ?? "");
  expect(entries[1].when).toBeGreaterThan(entries[0].when);
});

test("long names stay apart where PostgreSQL would cut them to one", async () => {
  const long = "Very".repeat(14);
  const twins = ["a", "b"].map((end) => `${"field_".repeat(10)}${end}`);
  const references = twins.map((name) =>
    field(name, "reference", { to: { label: "shop", model: `${long}A` } }),
  );
  const unique = twins.map((name) => field(`u${name}`, "string", { unique: true }));
  const db = await applied(
    await migrateModels({ [`${long}A`]: [...references, ...unique], [`${long}B`]: unique }),
  );
  const { rows } = await db.execute(
    sql`select contype as kind, count(*)::int as n from pg_constraint
        where conrelid::regclass::text like 'shop_%' and contype in ('f', 'u') group by 1 order by 1`,
  );
  expect(rows).toEqual([
    { kind: "f", n: 2 },
    { kind: "u", n: 4 },
  ]);
});

test("a journal with the marks of a merge conflict is named in a sentence", async () => {
  const history = new Map([["migrations/meta/_journal.json", "<<<<<<< ours\n"]]);
  await expect(migrateModels({ Item: [field("name", "string")] }, history)).rejects.toMatchObject({
    code: "E_CANNOT_RENDER",
  });
});

test("drizzle-kit in the generated project finds nothing to add and the history in order", async () => {
  const dir = await generatedProject("everything");
  const before = readTree(dir);
  const generated = await execa("npx", ["drizzle-kit", "generate"], { cwd: dir });
  expect(generated.stdout).toContain("No schema changes");
  const checked = await execa("npx", ["drizzle-kit", "check"], { cwd: dir });
  expect(checked.stdout).toContain("Everything's fine");
  expect(readTree(dir)).toEqual(before);
});
