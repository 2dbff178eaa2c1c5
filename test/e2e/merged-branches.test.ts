import { expect, test } from "vitest";
import type { Verification } from "../../verify/verification.ts";
import { linkPackages } from "../support/linked-packages.ts";
import { mergedBranches } from "../support/merged-branches.ts";
import { runSpire } from "../support/run-spire.ts";

test("what two merged branches make of a project is verified after the next run", async () => {
  const dir = await mergedBranches();
  const { exitCode, stderr } = await runSpire(["gen", "-C", dir]);
  expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining("error")]);
  await linkPackages(dir);
  const { stdout } = await runSpire(["verify", "-C", dir, "--json"]);
  const verification = JSON.parse(stdout) as Verification;
  expect(verification.steps?.filter((step) => !step.ok)).toEqual([]);
  expect(verification.tests.passed).toBeGreaterThan(20);
  expect(verification.ok).toBe(true);
}, 600_000);
