import { expect, test } from "vitest";
import { join } from "node:path";
import { filesWithMarkers } from "../../../generators/project/markers.ts";
import { MANIFEST_FILE } from "../../../schema/load.ts";
import { editFile } from "../../support/edit-file.ts";
import { regenerate } from "../../support/generated-project.ts";
import { git } from "../../support/git.ts";
import { detail, list, MANIFEST, mergedBranches } from "../../support/merged-branches.ts";
import { readTree } from "../../support/read-tree.ts";
import { testdir } from "../../support/testdir.ts";

test("two branches that both edit and regenerate merge with git, and the next run makes the union", async () => {
  const dir = await mergedBranches();
  expect(filesWithMarkers(dir)).toEqual([]);
  await regenerate(dir);
  const merged = readTree(dir);
  expect(merged[detail]).toContain("// by one");
  expect(merged[list]).toContain("// by two");
  expect(Object.keys(merged).filter((path) => path.endsWith(".orphan"))).toEqual([]);

  // The same manifest in a new project, with the two hand-written lines put in.
  const fresh = testdir({ [MANIFEST_FILE]: merged[MANIFEST_FILE] ?? "" });
  await regenerate(fresh);
  editFile(fresh, detail, "@loginRequired", "// by one\n@loginRequired");
  editFile(fresh, list, "@loginRequired", "// by two\n@loginRequired");
  const withoutHistory = (tree: Record<string, string>) =>
    Object.fromEntries(Object.entries(tree).filter(([path]) => !path.startsWith("migrations/")));
  expect(withoutHistory(merged)).toEqual(withoutHistory(readTree(fresh)));

  await regenerate(dir);
  expect(readTree(dir)).toEqual(merged);
});

test("git takes both branches' lines of every generated file, and of no other source", async () => {
  const dir = testdir({ [MANIFEST_FILE]: MANIFEST });
  await regenerate(dir);
  git(dir, "init", "--quiet");
  const paths = Object.keys(readTree(dir)).filter((path) => !path.startsWith(".spire/"));
  const union = git(dir, "check-attr", "merge", "--", ...paths)
    .split("\n")
    .filter((line) => line.endsWith(": union"))
    .map((line) => line.replace(": merge: union", ""));
  // The records of generated files are empty; those of shared files hold a text.
  const records = readTree(join(dir, ".spire/base"));
  const generated = Object.keys(records)
    .filter((name) => records[name] === "" && !name.endsWith(".made-once"))
    .map((name) => name.replace(/\.[0-9a-f]{16}$/, ""))
    .filter((path) => !/^tests\/.*\.ts$/.test(path));
  expect(union.toSorted()).toEqual([...generated, "migrations/meta/_journal.json"].toSorted());
});
