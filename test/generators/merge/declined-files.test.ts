import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedProject } from "../../support/generated-project.ts";
import { runSpire } from "../../support/run-spire.ts";

test("a Containerfile that nobody wants stays away, is no drift, and comes back when it is asked for", async () => {
  const dir = await generatedProject("team");
  const file = join(dir, "Containerfile");
  const before = readFileSync(file, "utf8");
  rmSync(file);
  for (const words of [["gen", "--check"], ["gen"], ["gen", "--check"]]) {
    expect((await runSpire([...words, "-C", dir])).exitCode).toBe(0);
    expect(existsSync(file)).toBe(false);
  }
  expect((await runSpire(["gen", "--theirs", "Containerfile", "-C", dir])).exitCode).toBe(0);
  expect(readFileSync(file, "utf8")).toBe(before);
  expect((await runSpire(["gen", "--check", "-C", dir])).exitCode).toBe(0);
});

test("a file that something needs is written anew", async () => {
  const dir = await generatedProject("team");
  rmSync(join(dir, "tsconfig.json"));
  expect((await runSpire(["gen", "--check", "-C", dir])).exitCode).toBe(1);
  expect((await runSpire(["gen", "-C", dir])).stdout).toContain("created  tsconfig.json");
});
