import { expect, test } from "vitest";
import { relocateImports } from "../../../../generators/typescript/renames/relocate-imports.ts";

const VIEW = "src/apps/shop/views/list.ts";
const staying = { from: VIEW, to: VIEW, moved: new Map<string, string>() };

test("an import of a module that moved leads to it, said as it was", () => {
  const moved = new Map([["src/database/rows.ts", "src/rows/rows.ts"]]);
  const text = `import { labelsOf } from "../../../database/rows.ts";
import { visible } from "#database/rows";
const color = "#database";
`;
  const followed = text.replaceAll("database/rows", "rows/rows");
  expect(relocateImports(text, { ...staying, moved })).toBe(followed);
  const saidNow = 'import { labelsOf } from "#rows/rows";\n';
  expect(relocateImports(text, { ...staying, moved, saidNow })).toContain(saidNow);
});

test("an import of an app that was renamed follows it, from other apps and from its own", () => {
  const moved = new Map([
    ["src/apps/shop/models.ts", "src/apps/store/models.ts"],
    [VIEW, "src/apps/store/views/list.ts"],
  ]);
  const text = 'import * as models from "../models.ts";\n';
  const to = "src/apps/store/views/list.ts";
  expect(relocateImports(text, { from: VIEW, to, moved })).toBe(text);
  const other = 'import * as shop from "#apps/shop/models";\n';
  const elsewhere = {
    from: "src/apps/bill/views/list.ts",
    to: "src/apps/bill/views/list.ts",
    moved,
  };
  expect(relocateImports(other, elsewhere)).toBe(other.replace("shop/", "store/"));
});

test("imports that spire says otherwise now are said and ordered so, and no others", () => {
  const saidNow = `import { rows } from "#database/tables";
import { integer } from "#forms/fields";
import * as models from "../models.ts";
`;
  const text = `import { integer } from "../../../forms/fields.ts";
import { rows } from "../../../database/tables.ts";
import { mine } from "../../../mine.ts";
import * as models from "../models.ts";

export const two = 2;
`;
  expect(relocateImports(text, { ...staying, saidNow }))
    .toBe(`import { rows } from "#database/tables";
import { integer } from "#forms/fields";
import { mine } from "../../../mine.ts";
import * as models from "../models.ts";

export const two = 2;
`);
  expect(relocateImports(text, staying)).toBe(text);
});
