import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { runTests } from "../../support/breakable-project.ts";
import { editFile } from "../../support/edit-file.ts";
import { regenerate } from "../../support/generated-project.ts";
import { git } from "../../support/git.ts";
import { linkOwnPackages } from "../../support/link-own-packages.ts";
import { repository } from "../../support/merged-branches.ts";
import { readTree } from "../../support/read-tree.ts";
import { testdir } from "../../support/testdir.ts";

// Where a project may live, and what git makes of its lines there.

const VIEW = "src/apps/note/views/list.ts";

const withCarriageReturns = (dir: string) =>
  Object.entries(readTree(dir)).flatMap(([path, text]) => (text.includes("\r") ? [path] : []));

test("in a worktree, at a path with spaces and other letters, a project is generated and its tests pass", async () => {
  const dir = join(testdir({}), "ein wörk trée 目");
  git(await repository(), "worktree", "add", "--quiet", dir, "-b", "other");
  expect(await regenerate(dir)).toMatchObject({ writes: [], deletes: [] });
  editFile(dir, "spire.yaml", "title: { type: string, max_length: 80 }", "title: text");
  expect((await regenerate(dir)).updated).toContain("src/apps/note/models.ts");
  linkOwnPackages(dir);
  const tests = ["tests/permissions.test.ts", "tests/migrations.test.ts", "tests/login.test.ts"];
  const { failed, ran } = await runTests(dir, ...tests);
  expect(failed).toEqual([]);
  expect(ran).toBeGreaterThan(20);
}, 240_000);

test("a clone that asks for CRLF has the same bytes as the original", async () => {
  const original = await repository();
  const dir = join(testdir({}), "clone");
  git(original, "clone", "--quiet", "-c", "core.autocrlf=true", original, dir);
  expect(readTree(dir)).toEqual(readTree(original));
  expect(await regenerate(dir)).toMatchObject({ writes: [], deletes: [] });
});

describe("where every file has come to have CRLF", async () => {
  const dir = await repository();
  for (const [path, text] of Object.entries(readTree(dir))) {
    writeFileSync(join(dir, path), text.replaceAll("\n", "\r\n"));
  }

  test("nothing is to be done", async () => {
    expect(withCarriageReturns(dir)).toContain("spire.yaml");
    expect(await regenerate(dir)).toMatchObject({ writes: [], deletes: [] });
  });

  test("an edited file is merged, and keeps its line endings", async () => {
    appendFileSync(join(dir, VIEW), "// by hand\r\n");
    editFile(
      dir,
      "spire.yaml",
      "list: { kind: list, links: [create, detail] }",
      "list: { kind: list }",
    );
    const { updated } = await regenerate(dir);
    expect(updated).toContain("src/apps/note/templates/list.tsx");
    editFile(dir, "spire.yaml", "list: { kind: list }", "list: { kind: list, public: true }");
    expect((await regenerate(dir)).updated).toContain(VIEW);
    const text = readFileSync(join(dir, VIEW), "utf8");
    expect(text).toContain("// by hand\r\n");
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
    expect(await regenerate(dir)).toMatchObject({ writes: [], deletes: [] });
  });

  test("Prettier has nothing against it", async () => {
    linkOwnPackages(dir);
    const { stdout } = await execa("npx", ["prettier", "--check", "."], { cwd: dir });
    expect(stdout).toContain("All matched files use Prettier code style!");
  }, 120_000);
});
