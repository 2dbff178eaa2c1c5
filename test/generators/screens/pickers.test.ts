import { expect, test } from "vitest";
import { offersPerRow, pickersOf } from "../../../generators/screens/pickers.ts";
import { screensOf } from "../../../generators/screens/screens.ts";
import type { Param, View } from "../../../schema/project.ts";
import { handler, indexed, link, view } from "../fixture-project.ts";
import { LINE, ORDER, PRODUCT, shop } from "./shop.ts";

// Which controls of a page offer rows, and whether each row of the page has its own on offer.

const BARE = { maxLength: null, choices: [], choiceLabels: [], to: null, offer: null };
const product: Param = { name: "product", type: "reference", ...BARE, to: PRODUCT };
const line: Param = { name: "line", type: "reference", ...BARE, to: LINE };
const buyer: Param = { name: "buyer", type: "user", ...BARE, offer: "active" };
const amount: Param = { name: "amount", type: "integer", ...BARE };

/** What the first view's controls offer: `shop.ship: buyer, product`, with a star for each row's own. */
function offeredOn(...views: [View, ...View[]]): string[] {
  const screens = screensOf(indexed(shop(...views))).apps.flatMap((app) => app.views);
  const screen = screens.find((each) => each.view.id === views[0].id);
  if (screen === undefined) throw new Error("the view has no screen");
  return pickersOf(screen).map(({ control, inputs }) => {
    const { action } = control;
    const name = action.kind === "event" ? action.name : action.view.id;
    const star = offersPerRow(screen, control) ? "*" : "";
    return `${name}${star}: ${inputs.map(({ param }) => param.name).join(", ")}`;
  });
}

const action = (params: Param[], options: Partial<View> = {}) =>
  view("shop.ship", "action", { model: ORDER, path: "/shop/<int:pk>/ship/", params, ...options });
const ofOrder = { object: { model: ORDER, key: "pk" } };
const toRow = link("shop.ship", { kind: "row" });

test("a control offers rows for its references and users, and for nothing else", () => {
  const list = view("shop.list", "list", { model: ORDER, links: [toRow] });
  expect(offeredOn(list, action([amount, buyer, product]))).toEqual(["shop.ship: buyer, product"]);
  expect(offeredOn(list, action([amount]))).toEqual([]);
});

test("of two links to one view what it offers is loaded once", () => {
  const detail = view("shop.detail", "detail", { model: ORDER, links: [toRow, toRow] });
  expect(offeredOn(detail, action([product]))).toEqual(["shop.ship: product"]);
});

test("rows that hang on an object are others for each row of a list", () => {
  const list = view("shop.list", "list", { model: ORDER, links: [toRow] });
  expect(offeredOn(list, action([line], ofOrder))).toEqual(["shop.ship*: line"]);
  expect(offeredOn(list, action([product], ofOrder))).toEqual(["shop.ship: product"]);
});

test("a page about one row needs those of that row alone", () => {
  const detail = view("shop.detail", "detail", { model: ORDER, links: [toRow] });
  expect(offeredOn(detail, action([line], ofOrder))).toEqual(["shop.ship: line"]);
});

test("a list of lines offers at each those of its order", () => {
  const toOrder = link("shop.ship", { kind: "reference", field: "order" });
  const list = view("shop.lines", "list", { model: LINE, links: [toOrder] });
  expect(offeredOn(list, action([line], ofOrder))).toEqual(["shop.ship*: line"]);
});

test("an event offers what its page does, and no row for the key of a table's rows", () => {
  const effect = { kind: "delete", model: LINE, key: "line", scopeField: "order" } as const;
  const handlers = [
    handler("add", { params: [product, buyer] }),
    handler("drop", { params: [line], effect }),
  ];
  const object = { model: ORDER, key: "order_id" };
  const room = view("shop.room", "live", { path: "/shop/<int:order_id>/room/", object, handlers });
  expect(offeredOn(room)).toEqual(["add: product, buyer"]);
});
