import { expect, test } from "vitest";
import type { View } from "../../../schema/project.ts";
import { app, field, model, view } from "../fixture-project.ts";
import { screenOf } from "./readable.ts";
import { ORDER, orders, PRODUCT, reference } from "./shop.ts";

const products = model("shop", "Product", [
  field("name", "string"),
  field("data", "json"),
  field("pin", "string"),
  field("keeper", "user"),
  reference("order", ORDER),
]);

function listOf(options: Partial<View>): Record<string, unknown> {
  const list = view("shop.list", "list", { model: PRODUCT, ...options });
  return screenOf("shop.list", app("shop", [products, orders], [list]));
}

const names = (shown: unknown) => (shown as { field: string }[]).map(({ field: name }) => name);

test("visitors order a list by the columns that it shows, but for secrets and what has no order", () => {
  const { sortable } = listOf({ columns: ["pin", "data", "order", "name"] });
  expect(names(sortable)).toEqual(["order", "name"]);
});

test("a list is ordered by what it names, shown or not, and knows what that points to", () => {
  const { order, references } = listOf({
    columns: ["name"],
    sort: [
      { field: "keeper", descending: true },
      { field: "name", descending: false },
    ],
  });
  expect(order).toEqual([
    { field: "keeper", descending: true },
    { field: "name", descending: false },
  ]);
  expect(names(references)).toEqual(["keeper"]);
});
