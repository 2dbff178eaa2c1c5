import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../../../generators/generate.ts";
import { MANIFEST_FILE } from "../../../schema/load.ts";
import { readTree } from "../../support/read-tree.ts";
import { testdir } from "../../support/testdir.ts";

const APPS = 40;

/** Five views each: list, detail, create, update, delete. */
function manifest(firstFields: string): string {
  const app = (index: number): string => `  app${index}:
    models:
      Thing${index}:
        fields: { name: { type: string, max_length: 80 }${index === 0 ? firstFields : ""} }
    views:
      list: { kind: list, links: [create, detail] }
      detail: { kind: detail, links: [update, delete] }
      create: { kind: create }
      update: { kind: update }
      delete: { kind: delete }
`;
  const apps = Array.from({ length: APPS }, (_, index) => app(index)).join("");
  return `spire: 1\nproject: { name: many, target: typescript }\napps:\n${apps}`;
}

test("with 200 hand-edited views, a new field changes the files that it concerns and no other", async () => {
  const dir = testdir({ [MANIFEST_FILE]: manifest("") });
  await generate(dir);
  const views = Object.keys(readTree(dir)).filter((path) => /^src\/.*\/views\//.test(path));
  expect(views).toHaveLength(5 * APPS);
  for (const path of views) {
    const text = readFileSync(join(dir, path), "utf8");
    writeFileSync(join(dir, path), text.replace(/^@loginRequired/m, "// mine\n@loginRequired"));
  }
  const before = readTree(dir);
  writeFileSync(join(dir, MANIFEST_FILE), manifest(", rank: { type: integer, default: 0 }"));
  const { plan } = await generate(dir);
  expect(plan?.refusals).toEqual([]);
  const after = readTree(dir);
  const changed = Object.keys(after).filter((path) => before[path] !== after[path]);
  const strangers = changed.filter(
    (path) =>
      path !== MANIFEST_FILE && !/(?:^|\/)(?:migrations|apps\/app0|matrix\/app0\.json)/.test(path),
  );
  expect(strangers).toEqual([]);
  expect(after["src/apps/app0/models.ts"]).toContain("rank");
  expect(views.filter((path) => !after[path]?.includes("// mine\n"))).toEqual([]);
});
