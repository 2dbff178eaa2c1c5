import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { regenerate } from "../../support/generated-project.ts";
import { linkOwnPackages } from "../../support/link-own-packages.ts";
import { testdir } from "../../support/testdir.ts";

const MANIFEST = `
spire: 1
project: { name: small }
apps:
  shelf:
    models:
      Shelf: { fields: { name: string } }
      Book: { fields: { title: string } }
    views:
      list: { kind: list, model: Shelf, links: [lend] }
      lend: { kind: action, model: Shelf, permission: none, params: { book: { type: reference, to: shelf.Book } } }
`;

test("what is chosen in a control follows when its model and its action are renamed", async () => {
  const dir = testdir({ "spire.yaml": MANIFEST });
  await regenerate(dir);
  linkOwnPackages(dir);
  const edit = (path: string, from: string, to: string) => {
    const text = readFileSync(join(dir, path), "utf8");
    expect(text).toContain(from);
    writeFileSync(join(dir, path), text.replaceAll(from, to));
  };
  const page = "src/apps/shelf/templates/list.tsx";
  edit(page, "options={offeredBy.shelfLend.book}", "options={offeredBy.shelfLend.book.slice(1)}");
  edit("src/apps/shelf/views/lend.ts", "      params.book,", "      Number(params.book),");
  edit("spire.yaml", "Book: {", "Tome: { renamed_from: Book,");
  edit("spire.yaml", "shelf.Book", "shelf.Tome");
  edit("spire.yaml", "lend: {", "borrow: { renamed_from: lend,");
  edit("spire.yaml", "[lend]", "[borrow]");
  await regenerate(dir);

  expect(readFileSync(join(dir, page), "utf8")).toContain("offeredBy.shelfBorrow.book.slice(1)");
  const view = readFileSync(join(dir, "src/apps/shelf/views/borrow.ts"), "utf8");
  expect(view).toContain("models.Tome.title");
  expect(view).toContain("Number(params.book),");
  const compiled = await execa("npx", ["tsc", "--noEmit"], { cwd: dir, reject: false });
  expect(compiled.stdout).toBe("");
}, 120_000);
