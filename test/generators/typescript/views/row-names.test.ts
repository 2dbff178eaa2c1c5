import { expect, test } from "vitest";
import { screensOf } from "../../../../generators/screens/screens.ts";
import { pageScope } from "../../../../generators/typescript/code/scope.ts";
import { rowNameCode, titleContext } from "../../../../generators/typescript/views/row-names.ts";
import type { FieldType, Field } from "../../../../schema/project.ts";
import { app, field, indexed, model, view } from "../../fixture-project.ts";

/** What the code of a name and of a title is, of a row that a field of the type names. */
function codesOf(type: FieldType, options: Partial<Field> = {}) {
  const products = { ...model("shop", "Product", [field("key", type, options)]), display: "key" };
  const shown = { model: { label: "shop", model: "Product" } };
  const index = indexed(app("shop", [products], [view("shop.detail", "detail", shown)]));
  const screen = screensOf(index).apps[0]?.views[0];
  if (screen?.kind !== "detail" || screen.title.kind !== "name") throw new Error("it has no name");
  const page = pageScope(index, screen, "src/apps/shop/templates/detail.tsx");
  const named = { by: "field", field: screen.title.field } as const;
  return {
    name: rowNameCode(page, named, "row", ""),
    title: titleContext(page, screen.title, "row").title,
    imports: page.imports.toString(),
  };
}

test("a text names a row as it stands; where it may be missing, the number does", () => {
  expect(codesOf("string")).toEqual({ name: "row.key", title: "row.key", imports: "" });
  expect(codesOf("string", { null: true }).title).toBe("row.key ?? `#${row.id}`");
  expect(codesOf("string", { default: "" }).title).toBe("row.key || `#${row.id}`");
});

test("a number that is a title is made a text", () => {
  expect(codesOf("integer")).toMatchObject({ name: "row.key", title: "String(row.key)" });
  expect(codesOf("bigint", { null: true })).toMatchObject({
    name: "row.key ?? `#${row.id}`",
    title: "String(row.key ?? `#${row.id}`)",
  });
  expect(codesOf("decimal").title).toBe("row.key");
});

test("a moment names a row as people read it", () => {
  const { name, title, imports } = codesOf("datetime", { null: true });
  expect(name).toBe("row.key === null ? `#${row.id}` : nameText(row.key)");
  expect(title).toBe(name);
  expect(imports).toBe('import { nameText } from "#rows/row-label";');
});
