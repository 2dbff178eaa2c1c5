import { existsSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { execa } from "execa";
import picomatch from "picomatch";
import { beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { repositoryFiles } from "../support/repository-files.ts";
import { PROJECTS } from "../support/test-projects.ts";

const testFiles = repositoryFiles().filter((path) => /^test\/.*\.test\.ts$/.test(path));

/** The files that a file imports, and theirs, as far as they are in `test/` and `bench/`. */
function closureOf(file: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file) || !existsSync(join(packageRoot, file))) return seen;
  seen.add(file);
  const text = readFileSync(join(packageRoot, file), "utf8");
  for (const [, request = ""] of text.matchAll(/(?:from|import\() ?"(\.[^"]+\.ts)"/g)) {
    const target = posix.join(posix.dirname(file), request);
    // What only asks the machine needs nothing of it.
    if (target === "test/support/machine.ts") continue;
    if (/^(test|bench)\//.test(target)) closureOf(target, seen);
  }
  return seen;
}

/** The test files that use one of the helpers in `test/support/`. */
function usersOf(...helpers: string[]): string[] {
  return testFiles.filter((file) => {
    const closure = closureOf(file);
    return helpers.some((helper) => closure.has(`test/support/${helper}`));
  });
}

let listed: { file: string; projectName: string }[];

beforeAll(async () => {
  const { stdout } = await execa(
    process.execPath,
    [join(packageRoot, "node_modules/vitest/vitest.mjs"), "list", "--filesOnly", "--json"],
    { cwd: packageRoot, env: { CI: "true" } },
  );
  listed = JSON.parse(stdout.slice(stdout.indexOf("["))) as typeof listed;
});

test("every test file runs in exactly one part, where nothing may be left out", () => {
  const files = listed.map(({ file }) => relative(packageRoot, file).split(sep).join("/"));
  expect(files.toSorted()).toEqual(testFiles);
  expect(new Set(listed.map(({ projectName }) => projectName))).toEqual(
    new Set(["main", ...Object.keys(PROJECTS)]),
  );
});

test.each([
  ["a PostgreSQL server", ["scratch-database.ts", "postgres-server.ts"]],
  ["a browser", ["chromium-path.ts"]],
])("a test file that needs %s is in no part that runs without", (_, helpers) => {
  const users = usersOf(...helpers);
  expect(users.length).toBeGreaterThan(2);
  const { browser, postgres } = PROJECTS;
  const patterns = helpers.includes("chromium-path.ts") ? browser : [...browser, ...postgres];
  expect(users.filter((file) => !picomatch.isMatch(file, [...patterns]))).toEqual([]);
});
