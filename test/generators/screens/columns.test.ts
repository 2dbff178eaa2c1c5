import { expect, test } from "vitest";
import { columns } from "../../../generators/screens/columns.ts";
import type { Field, FieldType } from "../../../schema/project.ts";
import { app, field, indexed, model } from "../fixture-project.ts";
import { anyPage, ORDER, PRODUCT, orders, reference } from "./shop.ts";

function columnsOf(fields: Field[], except: string | null = null, display: string | null = null) {
  const products = { ...model("shop", "Product", fields), display };
  const project = indexed(app("shop", [products, orders]));
  return columns(project, anyPage, PRODUCT, except).map((column) => column.field.name);
}

const named = (type: FieldType, ...names: string[]) => names.map((name) => field(name, type));

test("a table that all fields find room in shows them in the manifest's order", () => {
  const fields = [...named("json", "extra"), ...named("text", "note"), ...named("uuid", "key")];
  const more = [
    ...named("boolean", "is_open"),
    ...named("choice", "state"),
    ...named("string", "name"),
  ];
  expect(columnsOf([...fields, ...more])).toEqual([
    "extra",
    "note",
    "key",
    "is_open",
    "state",
    "name",
  ]);
});

test("a table leaves out what its page says, and has six columns at most", () => {
  const fields = named("integer", "a", "b", "c", "d", "e", "f", "g", "h");
  expect(columnsOf(fields, "b")).toEqual(["a", "c", "d", "e", "f", "g"]);
});

test("of many fields a table shows what names the row, then those that matter", () => {
  const fields = [
    ...named("json", "extra"),
    ...named("text", "note"),
    ...named("uuid", "key"),
    ...named("boolean", "is_open"),
    ...named("decimal", "price"),
    ...named("date", "due_on"),
    reference("order", ORDER),
    ...named("choice", "state"),
    ...named("string", "colour", "name"),
  ];
  expect(columnsOf(fields)).toEqual(["name", "state", "order", "due_on", "price", "is_open"]);
  expect(columnsOf(fields, "order", "price")).toEqual([
    "price",
    "state",
    "due_on",
    "is_open",
    "colour",
    "name",
  ]);
});

test("a list shows the columns that it names, in their order", () => {
  const fields = named("string", "name", "a", "b", "c", "d", "e", "f", "api_token");
  const project = indexed(app("shop", [model("shop", "Product", fields)]));
  const shown = columns(project, anyPage, PRODUCT, "b", ["f", "api_token", "b", "name"]);
  expect(shown.map(({ field: { name } }) => name)).toEqual(["f", "api_token", "b", "name"]);
});

test("a list shows no secret, and lets none take the room of another field", () => {
  const fields = [
    ...named("string", "name", "api_token"),
    ...named("text", "a", "b", "c", "d", "e"),
  ];
  expect(columnsOf(fields)).toEqual(["name", "a", "b", "c", "d", "e"]);
  expect(columnsOf(named("datetime", "password_changed_at"))).toEqual(["password_changed_at"]);
});
