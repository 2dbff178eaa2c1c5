import { describe, expect, test } from "vitest";
import { modelForms } from "../../../generators/screens/model-forms.ts";
import type { View } from "../../../schema/project.ts";
import { indexed, view } from "../fixture-project.ts";
import { inOrder, PRODUCT, shop } from "./shop.ts";
import { readable } from "./readable.ts";

describe("the form of a model", () => {
  const forms = (...views: View[]) => {
    const index = indexed(shop(...views));
    return readable(modelForms(index.app("shop")));
  };

  test("is there when some view adds or edits its rows", () => {
    expect(forms(view("shop.create", "create", { model: PRODUCT }))).toMatchObject([
      {
        model: "Product",
        noun: "product",
        inputs: [{ label: "Price", optional: false }, { label: "Called" }],
      },
    ]);
    expect(forms(view("shop.detail", "detail", { model: PRODUCT }))).toEqual([]);
  });

  test("can do without the choices of a reference that some view sets by itself", () => {
    expect(forms(inOrder("add", "create"))).toMatchObject([
      {
        model: "OrderLine",
        inputs: [
          { field: "order", optional: true },
          { field: "product", optional: false },
          { field: "note", optional: false },
        ],
      },
    ]);
  });
});
