import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getFileInfo } from "prettier";
import { describe, expect, test } from "vitest";
import { isFormatted } from "../../../../generators/typescript/code/format.ts";
import { evaluateMatrix } from "../../../../generators/matrix/evaluate.ts";
import { mergeFile } from "../../../../generators/merge/merge-file.ts";
import { keepImports } from "../../../../generators/typescript/code/keep-imports.ts";
import { readSource } from "../../../../generators/typescript/guards/read-source.ts";
import { indexProject } from "../../../../generators/render/project-index.ts";
import { screensOf } from "../../../../generators/screens/screens.ts";
import { typescriptTarget } from "../../../../generators/typescript/target.ts";
import { loadManifest } from "../../../../schema/load.ts";
import { generatedProject, manifests } from "../../../support/generated-project.ts";
import { ownLayout } from "../../../support/own-layout.ts";
import { readTree } from "../../../support/read-tree.ts";

describe.each(["team", "everything"] as const)("in the project generated from %s", (name) => {
  test("Prettier looks at no generated file, and at each of the others that it knows", async () => {
    const dir = await generatedProject(name);
    const { project, manifest } = await loadManifest(manifests[name]);
    if (project === null || manifest === null) throw new Error("the manifest is wrong");
    const matrix = evaluateMatrix(manifest);
    const index = indexProject(project);
    const input = { project: index, screens: screensOf(index), matrix, history: new Map() };
    const files = await typescriptTarget.render(input);
    const ignorePath = [".gitignore", ".prettierignore"].map((file) => join(dir, file));
    const looksAt = async (path: string): Promise<boolean> => {
      const { ignored, inferredParser } = await getFileInfo(join(dir, path), { ignorePath });
      return !ignored && inferredParser !== null;
    };
    for (const { path, tier } of files) {
      const isOurs = tier === "generated" || path.startsWith("migrations/");
      // What Prettier knows and spire does not lay out would be judged by nobody's layout.
      expect([path, await looksAt(path)]).toEqual([path, !isOurs && isFormatted(path)]);
    }
    const records = Object.keys(readTree(dir)).filter((path) => path.startsWith(".spire/"));
    expect(records.length).toBeGreaterThan(100);
    for (const path of records) expect([path, await looksAt(path)]).toEqual([path, false]);
    const own = [
      "src/own.ts",
      "src/apps/own.ts",
      "tests/own.test.ts",
      "tests/own/helper.ts",
      "a.md",
    ];
    for (const path of own) expect([path, await looksAt(path)]).toEqual([path, true]);
  });
});

test("a team's own lines in .prettierignore are kept when spire adds to it", async () => {
  const dir = await generatedProject("team");
  const path = ".prettierignore";
  const theirs = readFileSync(join(dir, path), "utf8");
  // As it was before generated files were named in it.
  const base =
    "node_modules/\ndist/\n.data/\n.spire/\n.spire-proof.json\nmigrations/\npackage-lock.json\n" +
    "*.yaml\n*.yml\n";
  const options = { choice: null, markers: false, readSource, keepImports, layout: ownLayout };
  for (const ours of [`${base}\n# ours\n/legacy/\n`, `# ours\n/legacy/\n${base}`]) {
    const merged = await mergeFile({ path, bases: [base], ours, theirs }, options);
    expect(merged.conflicts).toEqual([]);
    const lines = merged.text.split("\n");
    expect(lines).toEqual(expect.arrayContaining(["# ours", "/legacy/", ...theirs.split("\n")]));
  }
});
