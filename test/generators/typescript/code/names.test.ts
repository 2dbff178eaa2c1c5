import { execa } from "execa";
import { expect, test } from "vitest";
import { runTests } from "../../../support/breakable-project.ts";
import { generatedProject } from "../../../support/generated-project.ts";

test("names that mean something elsewhere compile, are clean to the linter and migrate", async () => {
  const dir = await generatedProject("names");
  const options = { cwd: dir, reject: false } as const;
  const compiled = await execa("npx", ["tsc", "--noEmit"], options);
  expect(compiled.stdout).toBe("");
  const linted = await execa("npx", ["oxlint", "--deny-warnings"], options);
  expect(linted.stdout).toContain("Found 0 warnings and 0 errors");
  const tests = [
    "tests/closed-world.test.ts",
    "tests/migrations.test.ts",
    "tests/decorators.test.ts",
  ];
  const { failed, ran } = await runTests(dir, ...tests);
  expect(failed).toEqual([]);
  expect(ran).toBeGreaterThan(10);
}, 300_000);
