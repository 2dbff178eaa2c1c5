import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { keepsEveryValue } from "../../../../generators/typescript/migrations/losses.ts";
import { SpireError } from "../../../../schema/errors.ts";
import type { Field, FieldType } from "../../../../schema/project.ts";
import { app, field, model } from "../../fixture-project.ts";
import { database, migrate } from "./history.ts";

const shop = (models: Record<string, Field[]>) => [
  app(
    "shop",
    Object.entries(models).map(([name, fields]) => model("shop", name, fields)),
  ),
];

test("whatever would lose data is listed at once and needs an explicit word", async () => {
  const before = await migrate(
    shop({
      Item: [field("name", "string"), field("price", "decimal"), field("gone", "text")],
      Box: [field("size", "integer")],
    }),
  );
  const next = shop({
    Item: [field("name", "string", { maxLength: 10 }), field("price", "integer")],
  });
  const refused = await migrate(next, before).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(SpireError);
  const error = refused as SpireError;
  expect(error.code).toBe("E_DATA_LOSS");
  const [, ...losses] = error.message.split("\n  ");
  expect(losses.toSorted()).toEqual([
    "The column shop_item.gone would go, with all its values.",
    "The column shop_item.name would change from varchar(255) to varchar(10).",
    "The column shop_item.price would change from numeric(12, 2) to integer.",
    "The table shop_box would go, with all its rows.",
  ]);
  expect(error.hint).toContain("renamed_from");
  const { apply } = await database();
  await apply(await migrate(next, before, { allowDataLoss: true }));
});

test("a name too long for the narrowed column stops the migration and changes nothing", async () => {
  const before = await migrate(shop({ Item: [field("name", "string")] }));
  const narrow = shop({ Item: [field("name", "string", { maxLength: 3 })] });
  const { apply, rows } = await database();
  await apply(before);
  await rows(`insert into shop_item (name) values ('too long')`);
  await expect(apply(await migrate(narrow, before, { allowDataLoss: true }))).rejects.toThrow();
  expect(await rows(`select name from shop_item`)).toEqual([{ name: "too long" }]);
});

test("a type that holds every value of the old one needs no word, and keeps them", async () => {
  const before = await migrate(
    shop({
      Item: [
        field("name", "string"),
        field("count", "integer"),
        field("total", "bigint"),
        field("price", "decimal"),
        field("extra", "json"),
      ],
    }),
  );
  const after = await migrate(
    shop({
      Item: [
        field("name", "text"),
        field("count", "bigint"),
        field("total", "decimal", { maxDigits: 21, decimalPlaces: 2 }),
        field("price", "decimal", { maxDigits: 14, decimalPlaces: 3 }),
        field("extra", "text"),
      ],
    }),
    before,
  );
  const { apply, rows } = await database();
  await apply(before);
  await rows(
    `insert into shop_item (name, count, total, price, extra)
     values ('a', 2147483647, 9223372036854775807, 9999999999.99, '{"a": 1}')`,
  );
  await apply(after);
  expect(await rows(`select name, count::text, total, price, extra from shop_item`)).toEqual([
    {
      name: "a",
      count: "2147483647",
      total: "9223372036854775807.00",
      price: "9999999999.990",
      extra: '{"a": 1}',
    },
  ]);
});

test.each([
  ["varchar(10)", "varchar(9)"],
  ["text", "varchar(9)"],
  ["bigint", "integer"],
  ["integer", "numeric(11, 2)"],
  ["numeric(12, 2)", "numeric(12, 3)"],
  ["numeric(12, 2)", "numeric(12, 1)"],
  ["timestamp with time zone", "date"],
  ["text", "integer"],
])("%s to %s may lose something", (from, to) => {
  expect(keepsEveryValue(from, to)).toBe(false);
});

test("a new required field asks for a default where rows may stand, and only there", async () => {
  const before = await migrate(shop({ Item: [field("name", "string")] }));
  const withField = (...added: Field[]) => shop({ Item: [field("name", "string"), ...added] });
  const refused = migrate(withField(field("size", "integer"), field("owner", "user")), before);
  await expect(refused).rejects.toThrow(/shop_item\.size is required.*\n.*shop_item\.owner_id/);
  await expect(refused).rejects.toMatchObject({ code: "E_NO_DEFAULT" });
  const unique = field("code", "string", { default: "x", unique: true });
  await expect(migrate(withField(unique), before)).rejects.toThrow(/in every row/);

  const { apply, rows } = await database();
  await apply(before);
  await rows(`insert into shop_item (name) values ('old')`);
  const filled = await migrate(
    [
      ...withField(field("size", "integer", { default: 7 }), field("on", "boolean")),
      app("new", [model("new", "Thing", [field("size", "integer")])]),
    ],
    before,
  );
  await apply(filled);
  expect(await rows(`select size, "on" from shop_item`)).toEqual([{ size: 7, on: false }]);
});

test("an optional field that becomes required is filled with its default", async () => {
  const before = await migrate(shop({ Item: [field("note", "text", { null: true })] }));
  const after = await migrate(
    shop({ Item: [field("note", "text", { default: "it's new" })] }),
    before,
  );
  const { apply, rows } = await database();
  await apply(before);
  await rows(`insert into shop_item (note) values (null), ('kept')`);
  await apply(after);
  expect(await rows(`select note from shop_item order by id`)).toEqual([
    { note: "it's new" },
    { note: "kept" },
  ]);
});

const TYPES: FieldType[] = [
  "string",
  "text",
  "integer",
  "decimal",
  "boolean",
  "uuid",
  "json",
  "user",
];
const NAMES = ["a", "b", "c", "d"];
const MODELS = ["Box", "Item", "Part"];

const someField = fc
  .record({
    name: fc.constantFrom(...NAMES),
    type: fc.constantFrom(...TYPES),
    index: fc.boolean(),
    unique: fc.boolean(),
    renamedFrom: fc.option(fc.constantFrom(...NAMES)),
  })
  .map(({ name, type, ...options }) => {
    const keyed = type !== "json";
    return field(name, type, {
      ...options,
      null: true,
      index: keyed && options.index,
      unique: keyed && options.unique,
    });
  });
const someModel = fc.record({
  name: fc.constantFrom(...MODELS),
  fields: fc.uniqueArray(someField, { selector: ({ name }) => name, minLength: 1 }),
  renamedFrom: fc.option(fc.constantFrom(...MODELS)),
});
const someSchema = fc
  .uniqueArray(someModel, { selector: ({ name }) => name, minLength: 1 })
  .map((models) =>
    models.map(({ name, fields, renamedFrom }) => {
      return { ...model("shop", name, fields), renamedFrom };
    }),
  );

test("from any schema to any other, drizzle-kit neither asks, ends the process nor fails", async () => {
  const exit = vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`drizzle-kit ended the process with ${code}`);
  });
  const { apply, rows } = await database();
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(someSchema, { minLength: 2, maxLength: 3 }), async (schemas) => {
        await rows(`drop schema public cascade`);
        await rows(`drop schema if exists drizzle cascade`);
        await rows(`create schema public`);
        let history = await migrate([app("shop", schemas[0] ?? [])]);
        for (const models of schemas.slice(1)) {
          history = await migrate([app("shop", models)], history, { allowDataLoss: true });
          expect(await migrate([app("shop", models)], history)).toEqual(history);
        }
        await apply(history);
      }),
      { numRuns: 40, seed: 20_260_101 },
    );
    expect(exit).not.toHaveBeenCalled();
  } finally {
    exit.mockRestore();
  }
}, 120_000);

test("indexes that would be called alike are told apart, for drizzle-kit would end the process", async () => {
  const twins = [field("a_b", "string", { index: true }), field("c", "string", { index: true })];
  const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
  try {
    // `shop_item` with `a_b`, and `shop_item_a` with `b`, would both have shop_item_a_b_index.
    const clash = [
      app("shop", [model("shop", "Item", twins)]),
      app("shop_item", [model("shop_item", "A", [field("b", "string", { index: true })])]),
    ];
    const history = await migrate(clash);
    const sql = [...history.values()].join("\n");
    const names = [...sql.matchAll(/CREATE INDEX "(shop_item_a_b_\w+)"/g)].map(([, name]) => name);
    expect(new Set(names).size).toBe(2);
    expect(exit).not.toHaveBeenCalled();
    await (await database()).apply(history);
  } finally {
    exit.mockRestore();
  }
});
