import { join } from "node:path";
import { expect, test } from "vitest";
import { linkPackages } from "../support/linked-packages.ts";
import { runSpire } from "../support/run-spire.ts";
import { testdir } from "../support/testdir.ts";

// One walk from the manifest to the proof; `verify.test.ts` makes it with every example.

test("an example is generated, installed, compiled, tested and proven", async () => {
  const dir = join(testdir(), "team");
  await runSpire(["new", "project", dir, "--from", "team"]);
  await linkPackages(dir);
  const { exitCode, stdout, stderr } = await runSpire(["verify", "-C", dir]);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^Proven: \d{3,} tests passed, 0 failed\.$/m);
  expect(stdout).toMatch(/^Not verified:$/m);
  expect(exitCode).toBe(0);
}, 600_000);
