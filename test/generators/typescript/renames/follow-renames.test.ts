import { expect, test } from "vitest";
import { followRenames } from "../../../../generators/merge/follow-renames.ts";
import { renamedFiles } from "../../../../generators/typescript/renames/renamed-files.ts";
import { renamedWords } from "../../../../generators/typescript/renames/renamed-words.ts";
import { typescriptTarget } from "../../../../generators/typescript/target.ts";
import type { App } from "../../../../schema/project.ts";
import { app, field, indexed, model, view } from "../../fixture-project.ts";

const stock: App = {
  ...app(
    "stock",
    [{ ...model("stock", "Stock", [field("name", "string")]), renamedFrom: "Inventory" }],
    [view("stock.start", "page", { renamedFrom: "home" }), view("stock.about", "page")],
  ),
  renamedFrom: "inventory",
};
const other = app("team", [model("team", "Team", [field("name", "string")])]);

test("every file of a renamed app, view and model knows where it was", () => {
  const child: App = { ...app("stock_log", []), path: ["stock", "log"] };
  child.views.push(view("stock_log.all", "page"));
  const files = Object.fromEntries(renamedFiles(indexed(stock, child, other)));
  expect(files).toMatchObject({
    "src/apps/stock/models.ts": ["src/apps/inventory/models.ts"],
    "src/apps/stock/permissions.ts": ["src/apps/inventory/permissions.ts"],
    "src/apps/stock/views/start.ts": expect.arrayContaining(["src/apps/inventory/views/home.ts"]),
    "src/apps/stock/templates/start.tsx": expect.arrayContaining([
      "src/apps/inventory/templates/home.tsx",
    ]),
    "src/apps/stock/views/about.ts": expect.arrayContaining(["src/apps/inventory/views/about.ts"]),
    "src/apps/stock/templates/fields/stock.tsx": [
      "src/apps/inventory/templates/fields/inventory.tsx",
      "src/apps/inventory/templates/inventory-fields.tsx",
      "src/apps/stock/templates/stock-fields.tsx",
    ],
    "src/apps/stock/log/views/all.ts": expect.arrayContaining([
      "src/apps/inventory/log/views/all.ts",
    ]),
  });
  expect(Object.keys(files).filter((path) => path.includes("/team/"))).toEqual([
    "src/apps/team/templates/fields/team.tsx",
  ]);
  expect([...renamedFiles(indexed(other))]).toEqual([
    ["src/apps/team/templates/fields/team.tsx", ["src/apps/team/templates/team-fields.tsx"]],
  ]);
});

const HAND_WRITTEN = `import { InventoryPermission } from "../permissions.ts";
import { HomeNews } from "./news.ts";
import { db } from "../../../../database/database.ts";
const may = [InventoryPermission.ChangeInventory, "inventory.view_inventory", perms.inventory.add_inventory];
const row: models.InventoryRow = await db.select().from(models.Inventory); // my inventory, InventoryPermissions
export class InventoryHomeView { url = inventoryUrls.home(); form = InventoryForm; }
`;
const FOLLOWED = `import { StockPermission } from "../permissions.ts";
import { HomeNews } from "../../inventory/views/news.ts";
import { db } from "../../../../database/database.ts";
const may = [StockPermission.ChangeStock, "stock.view_stock", perms.stock.add_stock];
const row: models.StockRow = await db.select().from(models.Stock); // my inventory, InventoryPermissions
export class StockStartView { url = stockUrls.start(); form = StockForm; }
`;
const path = "src/apps/stock/views/start.ts";

function renaming(apps: App[], bases: string[], moves: boolean) {
  const files = moves ? [...renamedFiles(indexed(...apps))] : [];
  return {
    from: moves ? "src/apps/inventory/views/home.ts" : path,
    to: path,
    words: renamedWords(indexed(...apps))?.(path) ?? new Map<string, string>(),
    bases,
    moved: new Map(files.flatMap(([now, formers]) => formers.map((old) => [old, now] as const))),
  };
}

test("a developer's lines follow a rename, in constants, rows, urls and imports", () => {
  expect(followRenames(HAND_WRITTEN, renaming([stock, other], [], true), typescriptTarget)).toBe(
    FOLLOWED,
  );
});

test("a former name is the developer's to use when the rename is done", () => {
  const done = renaming([stock, other], [FOLLOWED], false);
  expect(followRenames(HAND_WRITTEN, done, typescriptTarget)).toBe(HAND_WRITTEN);
});

test("a former name that is another's present one is left to it", () => {
  const anew = app("inventory", [model("inventory", "Inventory", [field("name", "string")])]);
  const words = renamedWords(indexed(stock, anew))?.(path) ?? new Map();
  expect([...words.keys()].filter((word) => /permission|_inventory|Urls$/i.test(word))).toEqual([]);
});
