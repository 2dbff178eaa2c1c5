import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
  addToManifest,
  appAddition,
  handlerAddition,
  modelAddition,
  permissionAddition,
  viewAddition,
} from "../../../schema/edit/additions.ts";

const manifest = [
  "spire: 1",
  "include: [apps/*.yaml]",
  "apps:",
  "  sales: {}",
  "  team:",
  "    views:",
  "      admin: { kind: live }",
  "",
].join("\n");
const included = "apps:\n  stock:\n    models:\n      Item: { fields: { name: string } }\n";
const files = { "spire.yaml": manifest, "apps/stock.yaml": included };

describe("an addition goes to the file that holds its app", () => {
  test("a new top-level app to the manifest itself", () => {
    const edit = addToManifest(files, appAddition({ path: ["audit"] }));
    expect(edit.file).toBe("spire.yaml");
    expect(parse(edit.text).apps.audit).toEqual({});
  });

  test("a permission, a model and a sub-app to the included file of their app", () => {
    const permission = addToManifest(
      files,
      permissionAddition(["stock"], "Item", "can_count_items", undefined),
    );
    expect(permission.file).toBe("apps/stock.yaml");
    expect(parse(permission.text).apps.stock.models.Item.permissions).toEqual({
      can_count_items: "Can count items",
    });
    expect(addToManifest(files, modelAddition(["stock"], "Shelf", {})).file).toBe(
      "apps/stock.yaml",
    );
    expect(addToManifest(files, appAddition({ path: ["stock", "shelf"] })).file).toBe(
      "apps/stock.yaml",
    );
  });
});

test("an app with a model has the views of a table, each reachable from the list", () => {
  const { text } = addToManifest(
    files,
    appAddition({ path: ["sales", "refund"], label: "refund", cascade: "none", model: "Refund" }),
  );
  expect(parse(text).apps.sales.apps.refund).toEqual({
    label: "refund",
    cascade: "none",
    models: { Refund: { fields: { name: { type: "string", max_length: 255 } } } },
    views: {
      list: { kind: "list", links: ["create", "detail"] },
      detail: { kind: "detail", links: ["update", "delete"] },
      create: { kind: "create" },
      update: { kind: "update" },
      delete: { kind: "delete" },
    },
  });
});

test("several permissions are all demanded", () => {
  const one = handlerAddition(["team"], "admin", "kick", ["can_kick"]);
  expect(one.value).toEqual({ permission: "can_kick" });
  const two = viewAddition(["team"], "lock", { kind: "action", permission: ["can_a", "can_b"] });
  expect(two.value).toEqual({ kind: "action", permission: { all: ["can_a", "can_b"] } });
});
