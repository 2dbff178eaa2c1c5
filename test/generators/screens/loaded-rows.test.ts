import { expect, test } from "vitest";
import { loadedRows } from "../../../generators/screens/loaded-rows.ts";
import { wrapFreeText } from "../../../generators/render/safe-project.ts";
import type { View } from "../../../schema/project.ts";
import { project, view } from "../fixture-project.ts";
import { inOrder, ORDER, PRODUCT, shop } from "./shop.ts";
import { readable } from "./readable.ts";

function loaded(of: View): unknown {
  const safe = wrapFreeText(project([shop(of)])).apps[0]?.views[0];
  return readable(safe && loadedRows(safe));
}

const inside = { path: "/shop/<int:order_id>/", object: { model: ORDER, key: "order_id" } };

test.each(["detail", "update", "delete", "action"] as const)(
  "a view of kind %s loads the row that its path names, and is about it",
  (kind) => {
    expect(loaded(view("shop.it", kind, { model: PRODUCT }))).toEqual({
      object: { model: "Product", key: "pk" },
      row: null,
      subject: { model: "Product", loaded: "object" },
      parent: null,
    });
  },
);

test.each(["detail", "update", "delete", "action"] as const)(
  "inside an object, a view of kind %s loads both and is about the inner one",
  (kind) => {
    expect(loaded(inOrder("it", kind))).toEqual({
      object: { model: "Order", key: "order_id" },
      row: { model: "OrderLine", key: "pk", scopeField: "order" },
      subject: { model: "OrderLine", loaded: "row" },
      parent: "Order",
    });
  },
);

test.each(["list", "create"] as const)(
  "inside an object, a view of kind %s is about no row, and the object is around its rows",
  (kind) => {
    expect(loaded(inOrder("it", kind))).toEqual({
      object: { model: "Order", key: "order_id" },
      row: null,
      subject: null,
      parent: "Order",
    });
  },
);

test.each(["page", "live"] as const)("a view of kind %s is about its object", (kind) => {
  expect(loaded(view("shop.it", kind, inside))).toEqual({
    object: { model: "Order", key: "order_id" },
    row: null,
    subject: { model: "Order", loaded: "object" },
    parent: null,
  });
});

test("a view whose object is its own row is about that row", () => {
  expect(
    loaded(view("shop.it", "update", { ...inside, model: ORDER, rowKey: "order_id" })),
  ).toMatchObject({ subject: { model: "Order", loaded: "object" }, parent: null });
});

test("an action without a row of its own acts on its object", () => {
  expect(loaded(view("shop.it", "action", { ...inside, model: PRODUCT }))).toMatchObject({
    subject: { model: "Order", loaded: "object" },
  });
});

test.each(["list", "create", "page", "live"] as const)(
  "a view of kind %s without an object loads no row",
  (kind) => {
    expect(loaded(view("shop.it", kind, { model: PRODUCT }))).toEqual({
      object: null,
      row: null,
      subject: null,
      parent: null,
    });
  },
);
