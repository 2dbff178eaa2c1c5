import { describe, expect, test } from "vitest";
import { literal } from "../../../generators/typescript/code/escapers.ts";
import { FreeText } from "../../../generators/render/free-text.ts";
import { wrapFreeText } from "../../../generators/render/safe-project.ts";
import {
  fieldLabel,
  humanized,
  modelNoun,
  modelPlural,
} from "../../../generators/screens/titles.ts";
import { app, field, model, project } from "../fixture-project.ts";

function safeModel(name: string, verboseName: string | null) {
  const written = { ...model("shop", name, [field("note", "text")]), verboseName };
  const safe = wrapFreeText(project([app("shop", [written])])).apps[0]?.models[0];
  if (safe === undefined) throw new Error("the fixture has no model");
  return safe;
}

describe("what pages call things", () => {
  test.each([
    ["can_lock", "Can lock"],
    ["InventoryRecord", "Inventory record"],
    ["HTTPServer", "HTTP server"],
    ["x", "X"],
    ["a__b_", "A b"],
  ])("%s is read as %s", (name, words) => {
    expect(humanized(name)).toBe(words);
  });

  test.each([
    ["Company", null, "company", "companies"],
    ["InventoryRecord", null, "inventory record", "inventory records"],
    ["SalesPurchaseOrder", "Sales Purchase Order", "Sales Purchase Order", "Sales Purchase Orders"],
    ["Auftrag", "Aufträge", "Aufträge", "Aufträge"],
    ["Bad", "`${x}` */ {{y}}", "`${x}` */ {{y}}", "`${x}` */ {{y}}"],
  ])("one %s (verbose name %s) is a %s, many are %s", (name, verboseName, one, many) => {
    const noun = modelNoun(safeModel(name, verboseName));
    const plural = modelPlural(safeModel(name, verboseName));
    expect([literal(noun), literal(plural)]).toEqual([JSON.stringify(one), JSON.stringify(many)]);
  });

  test("stays free text, so that no template prints it without an escaper", () => {
    const label = fieldLabel({ ...field("a_b", "text"), verboseName: null } as never);
    expect(label).toBeInstanceOf(FreeText);
    expect(() => `${label as unknown as string}`).toThrow(/reached an output raw/);
  });
});
