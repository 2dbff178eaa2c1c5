import { expect, test } from "vitest";
import { rowName, rowTitle } from "../../../generators/screens/row-names.ts";
import { shownFields } from "../../../generators/screens/shown-fields.ts";
import { field, indexed, model } from "../fixture-project.ts";
import { app } from "../fixture-project.ts";
import { anyPage, LINE, ORDER, PRODUCT, reference, shop } from "./shop.ts";
import { readable } from "./readable.ts";

const index = indexed(shop());

function nameOf(ref: typeof PRODUCT): unknown {
  return readable(rowName(index.model(ref), shownFields(index, anyPage, ref)));
}

test("a row is named by its first text", () => {
  expect(nameOf(PRODUCT)).toEqual({ by: "field", field: "name" });
});

test("a row without a text is named by its first reference that has a label", () => {
  expect(nameOf(LINE)).toEqual({
    by: "reference",
    reference: { field: "product", to: "Product", labelField: "name" },
  });
});

test("a row is named by no reference that may be empty, nor by one that is not shown", () => {
  const gift = reference("gift", PRODUCT, { null: true });
  const parcel = model("shop", "Order", [gift, reference("box", PRODUCT)]);
  const project = indexed(app("shop", [...shop().models.slice(0, 1), parcel]));
  const shown = shownFields(project, anyPage, ORDER);
  expect(rowName(project.model(ORDER), shown)).toMatchObject({
    reference: { field: { name: "box" } },
  });
  expect(rowName(project.model(ORDER), shown.slice(0, 1))).toEqual({ by: "id" });
});

test("a page is titled by its row's name, after the verb of what it does", () => {
  const product = index.model(PRODUCT);
  expect(readable(rowTitle(product, null))).toEqual({ kind: "name", verb: null, field: "name" });
  expect(readable(rowTitle(product, "Edit"))).toEqual({
    kind: "name",
    verb: "Edit",
    field: "name",
  });
});

test("a page about a row without a text is titled by its model and the row's id", () => {
  const safe = index.model(LINE);
  expect(readable(rowTitle(safe, null))).toEqual({ kind: "id", words: "Order line" });
  expect(readable(rowTitle(safe, "Delete"))).toEqual({ kind: "id", words: "Delete order line" });
});

test("the name of a model stays free text in a title", () => {
  const hostile = {
    ...model("shop", "Product", [field("price", "decimal")]),
    verboseName: "`${x}`",
  };
  const title = rowTitle(indexed(app("shop", [hostile])).model(PRODUCT), "Edit");
  if (title.kind !== "id") throw new Error("the row has a name");
  expect(() => String(title.words)).toThrow(/reached an output raw/);
  expect(readable(title)).toEqual({ kind: "id", words: "Edit `${x}`" });
});
