import { expect, test } from "vitest";
import { keepImports } from "../../../../generators/typescript/code/keep-imports.ts";

const PAGE = "src/apps/shop/templates/list.tsx";

const OURS = `import * as auth from "#database/tables";
import { asc, eq as equals } from "drizzle-orm";
import { excerpt, type Words } from "#templates/values";
import type { PageProps } from "#runtime/page";

export const all = [auth.User, asc, equals, excerpt] as unknown as (Words | PageProps)[];
`;

test("what an edited line needs is imported from where it was, beside what is imported from there", () => {
  const merged = `import { desc } from "drizzle-orm";
import { DataTable } from "#components/data-table";

export const rows = [desc, equals(auth.User.id, 1), DataTable, excerpt];
type Shown = Words;
`;
  expect(keepImports(PAGE, merged, { ours: OURS, theirs: "" }))
    .toBe(`import { desc, eq as equals } from "drizzle-orm";
import { DataTable } from "#components/data-table";
import * as auth from "#database/tables";
import { excerpt, type Words } from "#templates/values";

export const rows = [desc, equals(auth.User.id, 1), DataTable, excerpt];
type Shown = Words;
`);
});

test("a component that is used only as markup is imported, one that is declared here is not", () => {
  const imports =
    'import { Hint } from "#templates/hint";\nimport { Note } from "#templates/note";\n';
  const ours = `${imports}export const both = [Hint, Note];\n`;
  const merged = "function Note() {\n  return <Hint />;\n}\n";
  expect(keepImports(PAGE, merged, { ours, theirs: "" })).toBe(
    `import { Hint } from "#templates/hint";\n${merged}`,
  );
});

test("what the developer's own text lacks, or imports for nothing, is left as it is", () => {
  const ours = 'import { idle } from "#idle";\nexport const lacking = eq;\n';
  const theirs = 'import { idle } from "#idle";\nimport { eq } from "drizzle-orm";\nidle(eq);\n';
  expect(keepImports(PAGE, ours, { ours, theirs })).toBe(ours);
});

test.each([
  [
    "names that are keys, properties and attributes alone",
    "const a = { eq: 1 };\na.eq = <b eq />;\n",
  ],
  ["what it binds itself", "export function f({ eq }: { eq: number }) {\n  return eq;\n}\n"],
  ["a text that does not parse", "const = eq;\n"],
])("nothing is imported for %s", (_what, text) => {
  expect(
    keepImports(PAGE, text, { ours: 'import { eq } from "drizzle-orm";\neq();\n', theirs: "" }),
  ).toBe(text);
});

test("an import that says more of its module is left as it is", () => {
  const data = 'import data from "./data.json" with { type: "json" };\n';
  const merged = `${data}import "./effect.ts";\n\nexport const both = [data, eq];\n`;
  const ours = 'import { eq } from "drizzle-orm";\neq();\n';
  const whole = keepImports(PAGE, merged, { ours, theirs: "" });
  expect(whole).toContain(data);
  expect(whole).toContain('import "./effect.ts";\n');
  expect(whole).toContain('import { eq } from "drizzle-orm";\n');
});

test("the first text that imports a name says from where", () => {
  const theirs = 'import { labelsOf } from "#rows/rows";\nlabelsOf();\n';
  const ours = theirs.replace("#rows", "#database");
  expect(keepImports(PAGE, "labelsOf();\n", { ours, theirs })).toContain("#rows/rows");
});

test("what only the lines that are gone needed is not imported, and what nobody used stays", () => {
  const theirs = `import { DataTable, type Column } from "#components/data-table";
import { Pagination } from "#templates/pagination";

export const table = [DataTable, Pagination] as Column[];
`;
  const ours = 'import { mine } from "#mine";\n';
  const merged = `import { mine } from "#mine";
import { DataTable, type Column } from "#components/data-table";
import { Pagination } from "#templates/pagination";

export const pages = Pagination;
`;
  expect(keepImports(PAGE, merged, { ours, theirs })).toBe(`import { mine } from "#mine";
import { Pagination } from "#templates/pagination";

export const pages = Pagination;
`);
});

test("only types are imported as types", () => {
  const ours = 'import type { Labels } from "#rows/rows";\n\ntype Mine = Labels;\n';
  const merged = 'import type { Pages } from "#rows/rows";\n\ntype Both = Labels | Pages;\n';
  expect(keepImports(PAGE, merged, { ours, theirs: "" })).toBe(
    'import type { Pages, Labels } from "#rows/rows";\n\ntype Both = Labels | Pages;\n',
  );
});
