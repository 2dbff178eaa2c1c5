import { expect, test } from "vitest";
import { doneMessage } from "../../../generators/screens/done-message.ts";

test("an action says what its effect did", () => {
  const model = { label: "shop", model: "Product" };
  expect(doneMessage("lock", { kind: "toggle", field: "is_locked" })).toBe("Saved.");
  expect(doneMessage("drop", { kind: "delete", model, key: "pk", scopeField: null })).toBe(
    "Deleted.",
  );
  expect(doneMessage("add", { kind: "create", model, values: {}, scopeField: null })).toBe(
    "Added.",
  );
});

test("an action that is not written says so by its name", () => {
  expect(doneMessage("pack_order", null)).toBe("“Pack order” does nothing yet.");
});
