import { expect, test } from "vitest";
import { namedReferences, shownFields } from "../../../generators/screens/shown-fields.ts";
import type { View } from "../../../schema/project.ts";
import { app, field, indexed, model, view } from "../fixture-project.ts";
import { anyPage, LINE, ORDER, PRODUCT, reference, shop } from "./shop.ts";
import { readable } from "./readable.ts";

const index = indexed(shop());

test("a page shows all fields of its row, by their verbose names where they have one", () => {
  expect(readable(shownFields(index, anyPage, PRODUCT))).toEqual([
    { label: "Price", field: "price", reference: null },
    { label: "Called", field: "name", reference: null },
  ]);
  expect(shownFields(index, anyPage, null)).toEqual([]);
});

test("a reference is shown by the first text of the row that it points to, a user by the name", () => {
  expect(readable(shownFields(index, anyPage, ORDER).map((shown) => shown.reference))).toEqual([
    null,
    { field: "buyer", to: null, labelField: "username" },
    { field: "gift", to: "Product", labelField: "name" },
  ]);
});

test("a reference leads to the page of its row, and to none that stands inside an object or is for members", () => {
  const pageOf = (...views: View[]) => {
    const project = indexed(shop(...views));
    const [shown] = shownFields(project, anyPage, LINE).slice(1);
    return shown?.reference?.detail?.view.name ?? null;
  };
  const detail = (name: string, options: Partial<View> = {}) =>
    view(`shop.${name}`, "detail", { model: PRODUCT, ...options });
  const member = { model: LINE, object: "order", user: "buyer", otherwise: "/" };
  expect(pageOf()).toBeNull();
  expect(pageOf(detail("shown"), detail("detail"))).toBe("detail");
  expect(pageOf(detail("shown"))).toBe("shown");
  expect(pageOf(detail("detail", { scopeField: "order" }), detail("own", { member }))).toBeNull();
});

test("a reference to rows without a text has no label", () => {
  const shown = shownFields(index, anyPage, LINE);
  expect(readable(shown[0]?.reference)).toEqual({ field: "order", to: "Order", labelField: null });
  expect(namedReferences(shown).map((named) => named.field.name)).toEqual(["product"]);
});

test("the field that the manifest says names a row, and what it points to in other rows", () => {
  const named = model("shop", "Product", [field("name", "string"), field("number", "integer")]);
  const pointing = model("shop", "Pointing", [reference("to", PRODUCT)]);
  const project = indexed(app("shop", [{ ...named, display: "number" }, pointing]));
  const [shown] = shownFields(project, anyPage, { label: "shop", model: "Pointing" });
  expect(shown?.reference?.labelField).toBe("number");
});

test("a string names a row before a slug or an address does", () => {
  const named = (...fields: Parameters<typeof model>[2]) => {
    const pointing = model("shop", "Pointing", [reference("to", PRODUCT)]);
    const project = indexed(app("shop", [model("shop", "Product", fields), pointing]));
    return shownFields(project, anyPage, { label: "shop", model: "Pointing" })[0]?.reference
      ?.labelField;
  };
  expect(named(field("code", "slug"), field("title", "string"))).toBe("title");
  expect(named(field("body", "text"), field("contact", "email"), field("code", "slug"))).toBe(
    "contact",
  );
  expect(named(field("body", "text"), field("state", "choice"))).toBeNull();
});
