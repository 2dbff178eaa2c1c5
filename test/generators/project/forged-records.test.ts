import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { digestOf, recordOf, recordPath } from "../../../generators/project/base-store.ts";
import { typescriptTarget } from "../../../generators/typescript/target.ts";
import { generatedProject, manifests, regenerate } from "../../support/generated-project.ts";
import { readTree } from "../../support/read-tree.ts";
import { runSpire } from "../../support/run-spire.ts";
import { testdir } from "../../support/testdir.ts";

function put(dir: string, path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

const mine: [string, string][] = [
  [".env", "SESSION_SECRET=mine\n"],
  ["notes.txt", "private\n"],
  ["src/reports/monthly.ts", "export const monthly = 1;\n"],
  ["src/apps/team/views/helper.ts", "export function helper() {}\n"],
  ["src/apps/team/templates/chart.tsx", "export const chart = 1;\n"],
  ["src/apps/other/permissions.ts", "export const mine = 1;\n"],
  ["tests/mine.test.ts", "// a test of the developer's own\n"],
  ["tests/matrix/mine.json", "{}\n"],
  [".data/db/PG_VERSION", "18\n"],
];

test("forged records make no file of the developer's disappear, untouched or edited", async () => {
  const dir = await generatedProject("team");
  for (const [path, text] of mine) {
    put(dir, path, text);
    // One that names the very text, with and without it, and one that names another.
    put(dir, recordPath(path, digestOf(text)), "");
    const { path: record, content } = recordOf({ path, content: `${text}.`, tier: "shared" });
    put(dir, record, content);
  }
  const check = await runSpire(["gen", "--check", "-C", dir]);
  expect(check.exitCode).toBe(1);
  const { exitCode, stdout } = await runSpire(["gen", "-C", dir]);
  expect(exitCode).toBe(0);
  for (const [path, text] of mine) {
    expect(readFileSync(join(dir, path), "utf8")).toBe(text);
    expect(stdout).toContain(
      `kept     ${path} (on record in .spire/base, but not written by spire)`,
    );
    expect(existsSync(join(dir, `${path}.orphan`))).toBe(false);
  }
  expect((await runSpire(["gen", "--check", "-C", dir])).exitCode).toBe(0);
});

test("a forged record moves no file of the developer's to where a rename leads", async () => {
  const dir = await generatedProject("team");
  const helper = "export function helper() {}\n";
  put(dir, "src/apps/team/views/helper.ts", helper);
  put(dir, recordPath("src/apps/team/views/helper.ts", digestOf(helper)), "");
  const manifest = readFileSync(join(dir, "spire.yaml"), "utf8");
  const renamed = manifest.replace(/^( {6}list: *\{)/m, "$1 renamed_from: helper,");
  expect(renamed).not.toBe(manifest);
  writeFileSync(join(dir, "spire.yaml"), renamed);
  await regenerate(dir);
  expect(readFileSync(join(dir, "src/apps/team/views/helper.ts"), "utf8")).toBe(helper);
});

test.each(Object.keys(manifests) as (keyof typeof manifests)[])(
  "every file of %s that comes and goes with the manifest is known as spire's, and goes with it",
  async (name) => {
    const dir = await generatedProject(name);
    const empty = testdir({ "spire.yaml": "spire: 1\nproject: { name: empty }\n" });
    await regenerate(empty);
    const always = readTree(empty);
    const coming = Object.entries(readTree(dir)).filter(
      ([path]) =>
        !(path in always) && !/^(\.spire|migrations|apps)\//.test(path) && path !== "spire.yaml",
    );
    expect(coming.length).toBeGreaterThan(5);
    for (const [path, text] of coming) {
      expect(typescriptTarget.writes(path, text), path).toBe(true);
    }
    writeFileSync(join(dir, "spire.yaml"), "spire: 1\nproject: { name: empty }\n");
    const plan = await regenerate(dir, { allowDataLoss: true });
    expect(plan.deleted.toSorted()).toEqual(coming.map(([path]) => path).toSorted());
    expect(plan.disowned).toEqual([]);
  },
);
