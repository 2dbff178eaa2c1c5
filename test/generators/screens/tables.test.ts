import { expect, test } from "vitest";
import { handlerTables, tableOf } from "../../../generators/screens/tables.ts";
import type { App, Handler, ModelRef, View } from "../../../schema/project.ts";
import { app, field, handler, indexed, model, view } from "../fixture-project.ts";
import { anyPage, LINE, ORDER, PRODUCT, reference, shop } from "./shop.ts";
import { readable } from "./readable.ts";

const inside = { path: "/shop/<int:order_id>/", object: { model: ORDER, key: "order_id" } };
const key = {
  name: "key",
  type: "integer",
  maxLength: null,
  choices: [],
  choiceLabels: [],
  to: null,
  offer: null,
} as const;

function removes(name: string, of: ModelRef, scopeField: string | null): Handler {
  const effect = { kind: "delete", model: of, key: "key", scopeField } as const;
  return handler(name, { params: [{ ...key, choices: [], choiceLabels: [] }], effect });
}

interface Shown {
  tables: { model: string; scopeField: string | null; heading: string; controls: unknown[] }[];
  controls: { words: string }[];
}

function shown(of: App): Shown {
  const index = indexed(of);
  const safe = index.app(of.label);
  const [first] = safe.views;
  if (first === undefined) throw new Error("the app has no view");
  return readable(handlerTables(index, safe, first)) as Shown;
}

function live(handlers: Handler[], options: Partial<View> = {}): View {
  return view("shop.room", "live", { handlers, ...options });
}

test("a table shows rows of one model, and says so when there is none", () => {
  expect(readable(tableOf(indexed(shop()), anyPage, LINE, "order", []))).toEqual({
    model: "OrderLine",
    scopeField: "order",
    columns: [
      {
        label: "Product",
        field: "product",
        reference: { field: "product", to: "Product", labelField: "name" },
      },
      { label: "Note", field: "note", reference: null },
    ],
    rowName: {
      by: "reference",
      reference: { field: "product", to: "Product", labelField: "name" },
    },
    controls: [],
    empty: "No order lines yet.",
  });
});

test("a live page shows what refers to its object", () => {
  const { tables } = shown(shop(live([], inside)));
  expect(tables).toMatchObject([
    { model: "OrderLine", scopeField: "order", heading: "Order lines" },
  ]);
});

test("a live page shows a model once a reference to its object", () => {
  const match = model("shop", "Match", [reference("home", ORDER), reference("guest", ORDER)]);
  const orders = model("shop", "Order", [field("number", "integer")]);
  const { tables } = shown(app("shop", [orders, match], [live([], inside)]));
  expect(tables.map(({ scopeField }) => scopeField)).toEqual(["home", "guest"]);
});

test("a live page without an object shows what its handlers add and delete, each once", () => {
  const adds = handler("add", {
    effect: { kind: "create", model: PRODUCT, values: {}, scopeField: null },
  });
  const { tables } = shown(shop(live([adds, removes("drop", LINE, null), handler("wave"), adds])));
  expect(tables).toMatchObject([
    { model: "Product", scopeField: null },
    { model: "OrderLine", scopeField: null },
  ]);
});

test("the control of a handler that deletes stands at the rows that it deletes", () => {
  const handlers = [removes("drop_line", LINE, "order"), handler("wave")];
  const { tables, controls } = shown(shop(live(handlers, inside)));
  expect(tables[0]?.controls).toMatchObject([
    { words: "Drop line", action: { kind: "event", name: "drop_line", key: "key" } },
  ]);
  expect(controls).toMatchObject([{ words: "Wave" }]);
});

test("the control of a handler that deletes rows of no table stands outside and asks which", () => {
  const handlers = [removes("drop_product", PRODUCT, null), removes("drop_line", LINE, null)];
  const { tables, controls } = shown(shop(live(handlers, inside)));
  expect(tables[0]?.controls).toEqual([]);
  expect(controls).toMatchObject([
    { words: "Drop product", action: { key: null }, params: [{ label: "Key" }] },
    { words: "Drop line" },
  ]);
});
