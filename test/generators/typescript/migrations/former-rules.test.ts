import { expect, test } from "vitest";
import { generate } from "../../../../generators/generate.ts";
import { indexProject } from "../../../../generators/render/project-index.ts";
import { cascadedBefore } from "../../../../generators/typescript/migrations/former-rules.ts";
import type { App, Field } from "../../../../schema/project.ts";
import { editFile } from "../../../support/edit-file.ts";
import { testdir } from "../../../support/testdir.ts";
import { app, field, model, project } from "../../fixture-project.ts";
import { database, type History, migrate, sqlFiles } from "./history.ts";

const SHELF = { label: "shop", model: "Shelf" };

/** One app with shelves and boxes on them. */
function shop(onDelete: "cascade" | "protect", box: Partial<Field> = {}): App[] {
  const shelf = field("shelf", "reference", { to: SHELF, onDelete, ...box });
  return [app("shop", [model("shop", "Shelf", []), model("shop", "Box", [shelf])])];
}

const before = (apps: App[], history: History) => [
  ...cascadedBefore(indexProject(project(apps)), history),
];

test("a reference that went along, and is to protect, is told by the last migration", async () => {
  const history = await migrate(shop("cascade"));
  expect(before(shop("cascade"), history)).toEqual([]);
  expect(before(shop("protect"), history)).toEqual(["shop.Box.shelf"]);
  const migrated = await migrate(shop("protect"), history);
  expect(before(shop("protect"), migrated)).toEqual([]);
  expect(before(shop("protect"), new Map())).toEqual([]);
});

test("it is told under its new name when the same run renames it", async () => {
  const history = await migrate(shop("cascade"));
  const renamed = shop("protect", { name: "place", renamedFrom: "shelf" });
  expect(before(renamed, history)).toEqual(["shop.Box.place"]);
});

test("the rule changes in a database with rows, which all stay", async () => {
  const { apply, rows } = await database();
  const history = await migrate(shop("cascade"));
  await apply(history);
  await rows("insert into shop_shelf default values");
  await rows("insert into shop_box (shelf_id) values (1)");
  const migrated = await migrate(shop("protect"), history);
  expect(sqlFiles(migrated)).toHaveLength(2);
  await apply(migrated);
  expect(await rows("select id, shelf_id from shop_box")).toEqual([{ id: 1, shelf_id: 1 }]);
  await expect(rows("delete from shop_shelf")).rejects.toThrow();
});

test("gen names the line that relied on the former default, and the one that keeps it, once", async () => {
  const dir = testdir({
    "spire.yaml": `spire: 1
project: { name: shop }
apps:
  shop:
    models:
      Shelf: { fields: { name: string } }
      Box:
        fields:
          shelf: { type: reference, to: shop.Shelf, on_delete: cascade }
    views:
      list: { kind: list, model: Box }
`,
  });
  await generate(dir);
  editFile(dir, "spire.yaml", ", on_delete: cascade", "");
  const about = async () => {
    const { diagnostics, plan } = await generate(dir);
    expect(plan?.refusals).toEqual([]);
    return diagnostics.filter(({ code }) => code === "SP351");
  };
  expect(await about()).toMatchObject([
    {
      severity: "warning",
      position: { file: "spire.yaml", line: 9 },
      hint: expect.stringContaining("on_delete: cascade") as string,
    },
  ]);
  expect(await about()).toEqual([]);
});
