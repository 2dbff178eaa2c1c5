import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generatedProject } from "../../support/generated-project.ts";
import { readTree } from "../../support/read-tree.ts";

/** Files that a person should read when they change: what a developer works with every day. */
const REVIEWED = {
  warehouse: [
    "src/apps/inventory/urls.ts",
    "src/apps/inventory/views/list.ts",
    "src/apps/inventory/views/detail.ts",
    "src/apps/inventory/views/create.ts",
    "src/apps/inventory/views/update.ts",
    "src/apps/inventory/views/delete.ts",
    "src/apps/inventory/views/lock.ts",
    "src/apps/inventory/templates/list.tsx",
    "src/apps/inventory/templates/detail.tsx",
    "src/apps/inventory/templates/update.tsx",
    "src/apps/inventory/templates/delete.tsx",
    "src/apps/inventory/templates/fields/inventory.tsx",
    "src/apps/inventory/record/views/create.ts",
    "src/apps/inventory/record/templates/list.tsx",
    "src/apps/sales/purchase_order/choices.ts",
    "src/apps/sales/purchase_order/views/advance.ts",
    "src/navigation.ts",
  ],
  team: [
    "src/apps/team/views/list.ts",
    "src/apps/team/views/admin.ts",
    "src/apps/team/templates/list.tsx",
    "src/apps/team/templates/admin.tsx",
  ],
} as const;

describe.each(["warehouse", "team"] as const)("the project generated from %s", async (name) => {
  const tree = readTree(await generatedProject(name));

  test.each(REVIEWED[name])("has %s as it was reviewed", async (path) => {
    const golden = join(import.meta.dirname, "fixtures", "golden", name, path);
    await expect(tree[path]).toMatchFileSnapshot(golden);
  });

  test("has nothing that was reviewed once and is not there any more", () => {
    const reviewed = readTree(join(import.meta.dirname, "fixtures", "golden", name));
    expect(Object.keys(reviewed).toSorted()).toEqual([...REVIEWED[name]].toSorted());
  });
});
