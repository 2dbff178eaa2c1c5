import { format } from "prettier";
import { expect, it } from "vitest";
import { evaluateMatrix } from "../../../generators/matrix/evaluate.ts";
import { matrixFiles } from "../../../generators/matrix/files.ts";
import type { Matrix } from "../../../generators/matrix/matrix.ts";
import { loadManifest } from "../../../schema/load.ts";

async function matrixOf(folder: string): Promise<Matrix> {
  const { manifest } = await loadManifest(folder);
  if (manifest === null) throw new Error(`${folder} holds no manifest`);
  return evaluateMatrix(manifest);
}

const folders = ["examples/warehouse", "examples/team", "test/fixtures/everything"];

it.each(folders)("lays the matrix of %s out as Prettier does", async (folder) => {
  for (const { path, content } of matrixFiles(await matrixOf(folder))) {
    expect(await format(content, { filepath: path, printWidth: 100 }), path).toBe(content);
  }
});

it.each(folders)("loses nothing of the matrix of %s", async (folder) => {
  const matrix = await matrixOf(folder);
  const [project, ...apps] = matrixFiles(matrix).map(
    ({ content }) => JSON.parse(content) as unknown,
  );
  expect({ project, apps }).toEqual(JSON.parse(JSON.stringify(matrix)));
});

it("writes one file for the project and one for each app", async () => {
  expect(matrixFiles(await matrixOf("examples/warehouse")).map(({ path }) => path)).toEqual([
    "tests/matrix.json",
    "tests/matrix/inventory.json",
    "tests/matrix/inventory_record.json",
    "tests/matrix/company.json",
    "tests/matrix/company_location.json",
    "tests/matrix/sales.json",
    "tests/matrix/sales_purchase_order.json",
  ]);
});
