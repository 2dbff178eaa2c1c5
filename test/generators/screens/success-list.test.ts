import { expect, test } from "vitest";
import { successList } from "../../../generators/screens/success-list.ts";
import type { Guard, View } from "../../../schema/project.ts";
import { indexed, view } from "../fixture-project.ts";
import { inOrder, LINE, PRODUCT, shop } from "./shop.ts";
import { readable } from "./readable.ts";

/** Where a view leads in an app that has the other views too. */
function leadsTo(from: View, ...others: View[]): unknown {
  const index = indexed(shop(from, ...others));
  return readable(successList(index.app("shop"), index.view(from.id)));
}

const list = view("shop.list", "list", { model: PRODUCT });

test.each(["create", "update", "delete"] as const)(
  "a view of kind %s leads to the list of its model",
  (kind) => {
    const lines = view("shop.lines", "list", { model: LINE });
    const from = view("shop.it", kind, { model: PRODUCT });
    expect(leadsTo(from, lines, list)).toMatchObject({ view: "shop.list", inParent: false });
  },
);

test("of several lists it is the model's own, wherever it stands in the manifest", () => {
  const others = ["archive", "shelf"].map((name) =>
    view(`shop.${name}`, "list", { model: PRODUCT }),
  );
  const create = view("shop.it", "create", { model: PRODUCT });
  expect(leadsTo(create, ...others, list)).toMatchObject({ view: "shop.list" });
  expect(leadsTo(create, ...others)).toMatchObject({ view: "shop.archive" });
});

test("a list inside the same object goes before the model's own", () => {
  const everywhere = view("shop.list", "list", { model: LINE });
  expect(leadsTo(inOrder("add", "create"), everywhere, inOrder("of_order", "list"))).toMatchObject({
    view: "shop.of_order",
  });
});

test("a view inside an object leads to the list inside the same object", () => {
  const everywhere = view("shop.lines", "list", { model: LINE });
  expect(leadsTo(inOrder("add", "create"), everywhere, inOrder("of_order", "list"))).toMatchObject({
    view: "shop.of_order",
    inParent: true,
  });
});

test("a view inside an object leads to the list of all rows where there is no other", () => {
  const everywhere = view("shop.lines", "list", { model: LINE });
  expect(leadsTo(inOrder("add", "create"), everywhere)).toMatchObject({
    view: "shop.lines",
    inParent: false,
  });
});

test("a view outside of an object leads to no list that needs one", () => {
  const from = view("shop.it", "create", { model: LINE });
  expect(leadsTo(from, inOrder("of_order", "list"))).toBeNull();
});

const views: Guard = { kind: "permission", requirement: "shop.view_product" };
const adds: Guard = { kind: "permission", requirement: "shop.add_product" };

test.each<[string, Guard, Guard, Guard | null]>([
  ["whoever came may open it", adds, adds, null],
  ["it is public", { kind: "public" }, adds, null],
  ["it asks for the login that the view asks for too", { kind: "login" }, adds, null],
  [
    "it asks for a login and the view is public",
    { kind: "login" },
    { kind: "public" },
    { kind: "login" },
  ],
  ["it asks for another permission", views, adds, views],
])("who may open the list is asked unless it is known: %s", (_, wanted, passed, asked) => {
  const from = view("shop.it", "create", { model: PRODUCT, guard: passed });
  expect(leadsTo(from, { ...list, guard: wanted })).toMatchObject({ guard: asked });
});
