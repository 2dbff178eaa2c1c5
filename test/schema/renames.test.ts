import { expect, test } from "vitest";
import { loadManifestFrom } from "../../schema/load.ts";

test("an app with a label of its own may say its folder's name as the former label", () => {
  const manifest = (app: string) =>
    loadManifestFrom({ "spire.yaml": `spire: 1\nproject: { name: p }\napps:\n  shop: ${app}\n` });
  const { project, diagnostics } = manifest("{ label: store, renamed_from: shop }");
  expect(diagnostics).toEqual([]);
  expect(project?.apps[0]?.renamedFrom).toBe("shop");
  const codes = manifest("{ renamed_from: shop }").diagnostics.map(({ code }) => code);
  expect(codes).toEqual(["SP350"]);
});
