import { expect, it } from "vitest";
import { boolean, integer, string } from "../../templates/typescript/src/forms/fields.ts";
import { defineForm } from "../../templates/typescript/src/forms/form.ts";

// A form without the fields that only others may change.

const Everything = defineForm({
  name: string({ maxLength: 20 }),
  count: integer({ default: 1 }),
  is_locked: boolean(),
});
const Form = Everything.without("is_locked", "count");

it("reads what it asks for, and has no value of another field", async () => {
  const form = await Form.read({ name: "Bolts" });
  expect(form.values).toEqual({ name: "Bolts" });
  expect(["name", "count", "is_locked"].map((name) => form.asks(name as "name"))).toEqual([
    true,
    false,
    false,
  ]);
});

it.each([
  ["as a browser sends it", { name: "Bolts", is_locked: "on" }],
  ["empty", { name: "Bolts", is_locked: "" }],
  ["as JSON", { name: "Bolts", is_locked: true }],
  ["as null", { name: "Bolts", is_locked: null }],
])("is not valid with a value of a field that it leaves out, %s", async (_how, body) => {
  const form = await Form.read(body);
  expect(form.valid).toBe(false);
  expect(form.message).toBe("This form does not change is_locked.");
  expect(() => form.values).toThrow("not valid");
});

it("shows again what was typed when a value is refused", async () => {
  const form = await Form.read({ name: "Bolts", count: "5" });
  expect(form.raw).toMatchObject({ name: "Bolts" });
  expect(form.message).toBe("This form does not change count.");
});

it("leaves the form that it was made from as it is", async () => {
  const form = await Everything.read({ name: "Bolts", count: "5", is_locked: "on" });
  expect(form.values).toEqual({ name: "Bolts", count: 5, is_locked: true });
});
