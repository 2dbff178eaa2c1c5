import { expect, test } from "vitest";
import type { App, Model } from "../../../../schema/project.ts";
import { app, field, model } from "../../fixture-project.ts";
import { database, migrate, sqlFiles, type History } from "./history.ts";

const newest = (history: History) => {
  const file = sqlFiles(history).sort().at(-1) ?? "";
  return { file, text: history.get(file) ?? "" };
};

const special = (label: string, codename: string, renamedFrom: string | null = null) => ({
  name: `${label}.${codename}`,
  codename,
  action: null,
  description: codename,
  renamedFrom,
});

/** A shop with boxes and items in them, as it was, or with everything called something else. */
function shop(renamed: boolean): App[] {
  const label = renamed ? "store" : "shop";
  const was = <T extends string>(name: T) => (renamed ? name : null);
  const [box, item] = renamed ? ["Crate", "Product"] : ["Box", "Item"];
  const boxes: Model = {
    ...model(label, box, [
      field(renamed ? "title" : "name", "string", { unique: true, renamedFrom: was("name") }),
    ]),
    renamedFrom: was("Box"),
  };
  const items = model(label, item, [
    field(renamed ? "sku" : "code", "string", { index: true, renamedFrom: was("code") }),
    field(renamed ? "crate" : "box", "reference", {
      to: { label, model: box },
      renamedFrom: was("box"),
    }),
  ]);
  items.renamedFrom = was("Item");
  items.uniqueTogether = [renamed ? ["sku", "crate"] : ["code", "box"]];
  items.permissions.push(
    renamed ? special(label, "can_freeze", "can_lock") : special(label, "can_lock"),
  );
  return [{ ...app(label, [boxes, items]), renamedFrom: was("shop") }];
}

test("renamed apps, models and fields keep their rows, keys and sequences", async () => {
  const before = await migrate(shop(false));
  const { apply, rows } = await database();
  await apply(before);
  await rows(`insert into shop_box (name) values ('a'), ('b')`);
  await rows(`insert into shop_item (code, box_id) values ('x', 1), ('y', 2)`);

  const after = await migrate(shop(true), before);
  expect(newest(after).file).toMatch(/^migrations\/0001_rename_shop_box_/);
  expect(newest(after).text).not.toMatch(/\b(DROP|CREATE|ADD)\b/);
  await apply(after);
  expect(await rows(`select * from store_crate order by id`)).toEqual([
    { id: 1, title: "a" },
    { id: 2, title: "b" },
  ]);
  expect(await rows(`select * from store_product order by id`)).toEqual([
    { id: 1, sku: "x", crate_id: 1 },
    { id: 2, sku: "y", crate_id: 2 },
  ]);
  expect(await rows(`insert into store_crate (title) values ('c') returning id`)).toEqual([
    { id: 3 },
  ]);
  await expect(rows(`insert into store_crate (title) values ('a')`)).rejects.toThrow();
  await expect(
    rows(`insert into store_product (sku, crate_id) values ('z', 99)`),
  ).rejects.toThrow();
  const left = await rows(
    `select relname from pg_class where relname ~ '^shop_' union
     select conname from pg_constraint where contype <> 'n' and conname ~ 'shop_|_box|_code'`,
  );
  expect(left).toEqual([]);
});

test("a renamed schema is the one that a new project gets", async () => {
  const describe = async (history: History) => {
    const { apply, rows } = await database();
    await apply(history);
    return [
      await rows(
        `select table_name, column_name, data_type, is_nullable, column_default
         from information_schema.columns where table_schema = 'public' order by 1, 2`,
      ),
      await rows(
        `select conname, pg_get_constraintdef(oid) as def from pg_constraint
         where contype <> 'n' and connamespace = 'public'::regnamespace order by 1`,
      ),
      await rows(
        `select relname, relkind from pg_class
         where relnamespace = 'public'::regnamespace order by 1`,
      ),
    ];
  };
  const renamed = await migrate(shop(true), await migrate(shop(false)));
  expect(await describe(renamed)).toEqual(await describe(await migrate(shop(true))));
});

test("renamed_from may stay in the manifest for ever: the second generation changes nothing", async () => {
  const after = await migrate(shop(true), await migrate(shop(false)));
  expect(await migrate(shop(true), after)).toEqual(after);
  const fresh = await migrate(shop(true));
  expect(await migrate(shop(true), fresh)).toEqual(fresh);
});

test("what bears a former name anew is a table of its own", async () => {
  const after = await migrate(shop(true), await migrate(shop(false)));
  const both = [...shop(true), ...shop(false)];
  const history = await migrate(both, after);
  expect(newest(history).text).toContain('CREATE TABLE "shop_item"');
  const { apply } = await database();
  await apply(history);
  expect(await migrate(both, history)).toEqual(history);
});

test("permissions already granted follow, for groups and users, standard and special ones", async () => {
  const before = await migrate(shop(false));
  const { apply, rows } = await database();
  await apply(before);
  await rows(`insert into auth_user (username) values ('u')`);
  await rows(`insert into auth_group (name) values ('g')`);
  const held = ["shop.change_item", "shop.can_lock", "shop.view_box", "other.view_item"];
  for (const name of held) {
    await rows(`insert into auth_user_permission values (1, '${name}')`);
    await rows(`insert into auth_group_permission values (1, '${name}')`);
  }
  // Somebody has been given the new one already.
  await rows(`insert into auth_user_permission values (1, 'store.can_freeze')`);
  await apply(await migrate(shop(true), before));
  for (const table of ["auth_user_permission", "auth_group_permission"]) {
    const names = (await rows(`select permission from ${table} order by 1`)).map(
      (row) => row["permission"],
    );
    expect(names).toEqual([
      "other.view_item",
      "store.can_freeze",
      "store.change_product",
      "store.view_crate",
    ]);
  }
});

test("a special permission renamed by itself makes one migration, and back again another", async () => {
  const named = (codename: string, renamedFrom: string | null) => {
    const item = model("shop", "Item", [field("name", "string")]);
    return [
      app("shop", [
        { ...item, permissions: [...item.permissions, special("shop", codename, renamedFrom)] },
      ]),
    ];
  };
  let history = await migrate(named("can_lock", null));
  const { apply, rows } = await database();
  await apply(history);
  await rows(`insert into auth_user (username) values ('u')`);
  await rows(`insert into auth_user_permission values (1, 'shop.can_lock')`);
  const steps = [
    ["can_freeze", "can_lock", "0001"],
    ["can_lock", "can_freeze", "0002"],
    ["can_freeze", "can_lock", "0003"],
  ] as const;
  for (const [codename, former, number] of steps) {
    history = await migrate(named(codename, former), history);
    expect(newest(history).file).toContain(`migrations/${number}_rename_permissions_`);
    expect(await migrate(named(codename, former), history)).toEqual(history);
    await apply(history);
    expect(await rows(`select permission from auth_user_permission`)).toEqual([
      { permission: `shop.${codename}` },
    ]);
  }
});

test("renames in two steps follow each other while the manifest keeps both", async () => {
  const at = (
    label: string,
    name: string,
    codename: string,
    from: Partial<Record<string, string>>,
  ) => {
    const made = model(label, name, [field("name", "string")]);
    made.renamedFrom = from["model"] ?? null;
    made.permissions.push(special(label, codename, from["permission"]));
    return [{ ...app(label, [made]), renamedFrom: from["app"] ?? null }];
  };
  const { apply, rows } = await database();
  let history = await migrate(at("shop", "Item", "can_lock", {}));
  await apply(history);
  await rows(`insert into auth_user (username) values ('u')`);
  await rows(`insert into auth_user_permission values (1, 'shop.can_lock'), (1, 'shop.add_item')`);
  const steps: [App[], string[]][] = [
    [
      at("shop", "Item", "can_stop", { permission: "can_lock" }),
      ["shop.add_item", "shop.can_stop"],
    ],
    [
      at("store", "Item", "can_stop", { permission: "can_lock", app: "shop" }),
      ["store.add_item", "store.can_stop"],
    ],
    [
      at("store", "Part", "can_stop", { permission: "can_lock", app: "shop", model: "Item" }),
      ["store.add_part", "store.can_stop"],
    ],
    [
      at("store", "Part", "can_halt", { permission: "can_stop", app: "shop", model: "Item" }),
      ["store.add_part", "store.can_halt"],
    ],
  ];
  for (const [apps, expected] of steps) {
    history = await migrate(apps, history);
    expect(await migrate(apps, history)).toEqual(history);
    await apply(history);
    const held = await rows(`select permission from auth_user_permission order by 1`);
    expect(held.map((row) => row["permission"])).toEqual(expected);
  }
});

test("an app that stays in its folder and gets a label of its own keeps rows and grants", async () => {
  const labelled = (label: string, renamedFrom: string | null) => {
    const item = model(label, "Item", [field("name", "string")]);
    return [{ ...app(label, [item]), path: ["shop"], renamedFrom }];
  };
  const before = await migrate(labelled("shop", null));
  const { apply, rows } = await database();
  await apply(before);
  await rows(`insert into shop_item (name) values ('kept')`);
  await rows(`insert into auth_user (username) values ('u')`);
  await rows(`insert into auth_user_permission values (1, 'shop.view_item')`);
  const after = await migrate(labelled("store", "shop"), before);
  await apply(after);
  expect(await rows(`select name from store_item`)).toEqual([{ name: "kept" }]);
  expect(await rows(`select permission from auth_user_permission`)).toEqual([
    { permission: "store.view_item" },
  ]);
  expect(await migrate(labelled("store", "shop"), after)).toEqual(after);
});
