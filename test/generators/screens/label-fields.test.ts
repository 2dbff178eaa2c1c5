import { expect, test } from "vitest";
import { labelFieldOf } from "../../../generators/screens/label-fields.ts";
import type { Field } from "../../../schema/project.ts";
import { app, field, indexed, model } from "../fixture-project.ts";
import { PRODUCT } from "./shop.ts";

function named(fields: Field[], display: string | null = null): string | null {
  const project = indexed(app("shop", [{ ...model("shop", "Product", fields), display }]));
  return labelFieldOf(project.model(PRODUCT))?.name ?? null;
}

const unique = { unique: true };

test("the field that the manifest says names a row, whatever else there is", () => {
  expect(named([field("name", "string"), field("number", "integer")], "number")).toBe("number");
});

test("a string that is called like a name comes before one that is unique, and that before the first", () => {
  const fields = [field("colour", "string"), field("number", "string", unique)];
  expect(named([...fields, field("title", "string")])).toBe("title");
  expect(named(fields)).toBe("number");
  expect(named(fields.slice(0, 1))).toBe("colour");
});

test("a string comes before a slug or an address", () => {
  expect(named([field("code", "slug", unique), field("colour", "string")])).toBe("colour");
  expect(named([field("body", "text"), field("code", "slug")])).toBe("code");
});

test("a secret names no row", () => {
  expect(named([field("api_token", "string", unique), field("colour", "string")])).toBe("colour");
  expect(named([field("password", "string")])).toBeNull();
});
