import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { lint } from "../../../../generators/typescript/verification/lint.ts";
import { runProgram } from "../../../../verify/run-program.ts";
import { linkOwnPackages } from "../../../support/link-own-packages.ts";
import { testdir } from "../../../support/testdir.ts";

const GOOD = "export const one = 1;\n";
const BAD = "debugger;\n";

/** A project in a folder of a git repository that the repository ignores, as a demo is. */
async function ignoredProject(files: Record<string, string>, ignored = "/shop/\n") {
  const repository = testdir({
    ".gitignore": `node_modules\n${ignored}`,
    ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`shop/${path}`, text])),
  });
  await execa("git", ["init", "--quiet"], { cwd: repository });
  const dir = join(repository, "shop");
  linkOwnPackages(dir);
  return lint({ dir, root: dir, runProgram });
}

test("a project in a folder that git ignores is linted like any other", async () => {
  expect(await ignoredProject({ "src/a.ts": GOOD })).toMatchObject({ ok: true });
  const { ok, output } = await ignoredProject({ "src/a.ts": GOOD, "tests/b.ts": BAD });
  expect(ok).toBe(false);
  expect(output).toContain("tests/b.ts");
});

test("so is the part of a project that git ignores", async () => {
  const { ok, output } = await ignoredProject({ "src/a.ts": GOOD, "src/lib/b.ts": BAD }, "lib/\n");
  expect(ok).toBe(false);
  expect(output).toContain("src/lib/b.ts");
});

test("what the project's own configuration leaves out is left out", async () => {
  const files = { "src/a.ts": GOOD, "src/b.ts": BAD };
  const config = { ".oxlintrc.json": '{ "ignorePatterns": ["src/b.ts"] }' };
  expect(await ignoredProject({ ...files, ...config })).toMatchObject({ ok: true });
});

test("a project of which nothing was linted does not pass", async () => {
  const files = { "src/a.ts": GOOD, ".oxlintrc.json": '{ "ignorePatterns": ["**"] }' };
  expect(await ignoredProject(files, "")).toMatchObject({ ok: false });
});
