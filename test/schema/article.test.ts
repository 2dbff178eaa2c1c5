import { expect, test } from "vitest";
import { article } from "../../schema/article.ts";

test.each([
  ["Inventory", "an"],
  ["Order", "an"],
  ["Author", "an"],
  ["Upload", "an"],
  ["Hour", "an"],
  ["Item", "an"],
  ["User", "a"],
  ["Unit", "a"],
  ["Utility", "a"],
  ["European", "a"],
  ["OneTimeCode", "a"],
  ["Crate", "a"],
  ["Habit", "a"],
  ["_Hidden", "a"],
])("%s takes %s", (name, expected) => {
  expect(article(name)).toBe(expected);
});
