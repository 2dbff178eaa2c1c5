import { expect, test } from "vitest";
import { generate } from "../../../../generators/generate.ts";
import { editFile } from "../../../support/edit-file.ts";
import { testdir } from "../../../support/testdir.ts";

const MANIFEST = `spire: 1
project: { name: shop }
apps:
  shop:
    models:
      Order:
        fields:
          state: { type: choice, max_length: 20, choices: [draft, 'it''s "lost"', sent, old] }
`;

const said = async (dir: string) =>
  (await generate(dir)).diagnostics
    .filter(({ code }) => code === "SP352")
    .map(({ position, message }) => `${position.file}:${position.line} ${message}`);

test("gen says once which choices rows may hold still, and where they were taken out", async () => {
  const dir = testdir({ "spire.yaml": MANIFEST });
  expect(await said(dir)).toEqual([]);
  editFile(dir, "spire.yaml", /, 'it.*\]/, ", sent]");
  expect(await said(dir)).toEqual([
    String.raw`spire.yaml:8 Rows of "shop.Order" may hold "it's \"lost\"" or "old" still.`,
  ]);
  expect(await said(dir)).toEqual([]);
});
