import { describe, expect, test } from "vitest";
import { VIEW_KINDS } from "../../../schema/view-kinds.ts";
import type { View, ViewKind } from "../../../schema/project.ts";
import { handler, link, view } from "../fixture-project.ts";
import { inOrder, ORDER, PRODUCT, shop } from "./shop.ts";
import { screenOf } from "./readable.ts";

const inside = { path: "/shop/<int:order_id>/", object: { model: ORDER, key: "order_id" } };
const detail = view("shop.detail", "detail", { model: PRODUCT });
const start = view("shop.start", "page");

function screen(of: View, ...others: View[]): Record<string, unknown> {
  return screenOf(of.id, shop(of, ...others));
}

describe("a screen", () => {
  test.each(Object.keys(VIEW_KINDS) as ViewKind[])("is there for a view of kind %s", (kind) => {
    const of = view("shop.it", kind, { model: PRODUCT });
    expect(screen(of)).toMatchObject({ kind, app: "shop", view: "shop.it" });
  });

  test("of a list has links above its rows and controls in them", () => {
    const links = [link("shop.start"), link("shop.detail", { kind: "row" })];
    const list = view("shop.list", "list", { model: PRODUCT, links });
    expect(screen(list, start, detail)).toMatchObject({
      title: { kind: "words", words: "Products" },
      links: [{ words: "Start" }],
      table: {
        model: "Product",
        scopeField: null,
        controls: [{ words: "Details", row: { from: "here" } }],
      },
    });
  });

  test("of a list inside an object has the link to that object above its rows", () => {
    const links = [link("shop.order", { kind: "reference", field: "order" })];
    const order = view("shop.order", "detail", { model: ORDER });
    expect(screen(inOrder("of_order", "list", links), order)).toMatchObject({
      title: { words: "Of order" },
      links: [{ words: "Order", row: { from: "parent" } }],
      table: {
        scopeField: "order",
        columns: [{ field: "product" }, { field: "note" }],
        controls: [],
      },
    });
  });

  test("of a detail page shows all fields of its row under its name", () => {
    expect(screen(detail)).toMatchObject({
      title: { kind: "name", verb: null, field: "name" },
      details: [{ field: "price" }, { field: "name" }],
    });
  });

  test("of a page without a row shows its own name and no fields", () => {
    expect(screen(start)).toMatchObject({ title: { words: "Start" }, details: [], links: [] });
  });

  test("of a page with an object shows the object's fields", () => {
    expect(screen(view("shop.desk", "page", inside))).toMatchObject({
      title: { kind: "id", words: "Order" },
      details: [{ field: "number" }, { field: "buyer" }, { field: "gift" }],
    });
  });

  test("of a form says what it asks for and what its button says", () => {
    expect(screen(view("shop.create", "create", { model: PRODUCT }))).toMatchObject({
      title: { words: "Add product" },
      fields: [{ field: "price" }, { field: "name" }],
      preset: null,
      submit: "Add",
      successList: null,
    });
    expect(screen(view("shop.update", "update", { model: PRODUCT }))).toMatchObject({
      title: { kind: "name", verb: "Edit", field: "name" },
      submit: "Save",
    });
  });

  test("of a form inside an object does not ask for the object", () => {
    expect(screen(inOrder("add", "create"), inOrder("of_order", "list"))).toMatchObject({
      fields: [{ field: "product" }, { field: "note" }],
      preset: "order",
      successList: { view: "shop.of_order", inParent: true },
    });
  });

  test("of a delete page names the row", () => {
    expect(screen(view("shop.delete", "delete", { model: PRODUCT }))).toMatchObject({
      title: { kind: "name", verb: "Delete", field: "name" },
      successList: null,
    });
  });

  test("of a live page has the object's fields, the related rows and its handlers' controls", () => {
    const room = view("shop.room", "live", { ...inside, handlers: [handler("ring")] });
    expect(screen(room)).toMatchObject({
      title: { kind: "id", words: "Order" },
      details: [{ field: "number" }, { field: "buyer" }, { field: "gift" }],
      controls: [{ words: "Ring" }],
      tables: [{ model: "OrderLine", heading: "Order lines" }],
    });
  });

  test("of an action shows nothing", () => {
    expect(Object.keys(screen(view("shop.pack", "action", { model: PRODUCT })))).toEqual([
      "kind",
      "app",
      "view",
      "loaded",
    ]);
  });
});
