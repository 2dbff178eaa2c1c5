import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { generatedProject, regenerate } from "../../support/generated-project.ts";
import { readTree } from "../../support/read-tree.ts";

test("a renamed app with its model, view and permission takes hand edits along and compiles", async () => {
  const dir = await generatedProject("warehouse");
  const edit = (path: string, change: (text: string) => string) => {
    const file = join(dir, path);
    const before = readFileSync(file, "utf8");
    const after = change(before);
    expect(after).not.toBe(before);
    writeFileSync(file, after);
  };
  edit("src/apps/inventory/views/list.ts", (text) => `${text}\n${HAND_WRITTEN}`);
  edit("src/apps/inventory/templates/detail.tsx", (text) =>
    text.replace(/(<DetailList>)/, "$1{perms.inventory.view_inventory ? null : null}"),
  );
  edit("spire.yaml", rename);
  const plan = await regenerate(dir);
  const tree = readTree(dir);
  expect(Object.keys(tree).filter((path) => /(^|\/)apps\/inventory\//.test(path))).toEqual([]);
  const list = tree["src/apps/stock/views/overview.ts"] ?? "";
  expect(list).toContain("// Written by hand.");
  expect(list).toContain(FOLLOWED);
  expect(tree["src/apps/stock/templates/detail.tsx"]).toContain("perms.stock.view_stock ? null");
  expect(plan.created.filter((path) => path.endsWith(".sql"))).toHaveLength(1);

  const compiled = await execa("npx", ["tsc", "--noEmit"], { cwd: dir, reject: false });
  expect(compiled.stdout).toBe("");
  const again = await regenerate(dir);
  expect([again.writes, again.deletes]).toEqual([[], []]);
}, 120_000);

const HAND_WRITTEN = `// Written by hand.
import { InventoryPermission as Hand } from "../permissions.ts";
import { inventoryUrls as written } from "../urls.ts";
export const extra = ["inventory.view_inventory", Hand, written] as const;
`;

const FOLLOWED = `import { StockPermission as Hand } from "../permissions.ts";
import { stockUrls as written } from "../urls.ts";
export const extra = ["stock.view_stock", Hand, written] as const;
`;

/** Another name for the app, its model, a field, a reference, a view and a permission. */
function rename(manifest: string): string {
  return manifest
    .replace("  inventory:\n    models:", "  stock:\n    renamed_from: inventory\n    models:")
    .replace("      Inventory:\n", "      Stock:\n        renamed_from: Inventory\n")
    .replace("quantity: {", "amount: { renamed_from: quantity,")
    .replace("inventory: { type", "stock: { renamed_from: inventory, type")
    .replace("to: inventory.Inventory", "to: stock.Stock")
    .replace("cascade: inventory.Inventory", "cascade: stock.Stock")
    .replace("filter: [inventory,", "filter: [stock,")
    .replace(
      "list:\n        kind: list\n",
      "overview:\n        kind: list\n        renamed_from: list\n",
    )
    .replace(
      "can_lock_inventory: Can lock inventory",
      "can_lock_stock: { description: Can lock stock, renamed_from: can_lock_inventory }",
    )
    .replaceAll("permission: can_lock_inventory", "permission: can_lock_stock")
    .replace("may: [inventory.lock,", "may: [stock.lock,")
    .replaceAll(/- inventory\.(\w+)_inventory/g, "- stock.$1_stock");
}
