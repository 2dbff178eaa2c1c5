import fc from "fast-check";
import { expect, test } from "vitest";
import { fieldsFile, pageFile, viewFile } from "../../../../generators/typescript/code/files.ts";
import { kebabCase } from "../../../../generators/typescript/code/names.ts";

test.each([
  ["list", "list"],
  ["check_in", "check-in"],
  ["Inventory", "inventory"],
  ["SalesPurchaseOrder", "sales-purchase-order"],
  ["HTTPRoute", "http-route"],
  ["Iso9001Audit", "iso9001-audit"],
  ["ABTest", "ab-test"],
])("the name %s is %s in a file's", (name, inFile) => {
  expect(kebabCase(name)).toBe(inFile);
});

test("no two names meet in one file, unless they differ in capitals alone", () => {
  const model = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,8}$/);
  const view = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
  fc.assert(
    fc.property(model, model, view, view, (one, other, list, detail) => {
      if (one.toLowerCase() !== other.toLowerCase()) {
        expect(kebabCase(one)).not.toBe(kebabCase(other));
      }
      if (list !== detail) expect(kebabCase(list)).not.toBe(kebabCase(detail));
      const app = { path: ["shop"] };
      const files = [viewFile(app, { name: list }), pageFile(app, { name: list })];
      expect(files).not.toContain(fieldsFile(app, one));
    }),
  );
});
