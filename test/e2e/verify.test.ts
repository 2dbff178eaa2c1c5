import { cpSync } from "node:fs";
import { extname, join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import type { Verification } from "../../verify/verification.ts";
import { linkPackages } from "../support/linked-packages.ts";
import { hasNodePackages, nodeBinary } from "../support/node-versions.ts";
import { runSpire } from "../support/run-spire.ts";
import { testdir } from "../support/testdir.ts";

/** The floor is what runs this suite; the others come as npm packages. */
const NODE_MAJORS = [24, 26];

const MANIFESTS = {
  team: "examples/team",
  warehouse: "examples/warehouse",
  everything: "test/fixtures/everything",
};

describe.each(Object.entries(MANIFESTS))("the project of %s", (name, folder) => {
  const dir = testdir();

  beforeAll(async () => {
    // The manifest and its includes; an example's README is not the project's.
    const filter = (path: string): boolean => !extname(path) || extname(path) === ".yaml";
    cpSync(join(packageRoot, folder), dir, { recursive: true, filter });
    const { exitCode, stderr } = await runSpire(["gen", "-C", dir]);
    expect(stderr).not.toContain("error");
    expect(exitCode).toBe(0);
    await linkPackages(dir);
  }, 300_000);

  async function expectVerified(node?: string): Promise<void> {
    const options = node === undefined ? {} : { node };
    const { exitCode, stdout } = await runSpire(["verify", "-C", dir, "--json"], options);
    const verification = JSON.parse(stdout) as Verification;
    // The steps first: they say what went wrong.
    expect(verification.steps?.filter((step) => !step.ok)).toEqual([]);
    expect(verification.tests.failed).toBe(0);
    expect(verification.tests.passed).toBeGreaterThan(20);
    expect(verification.proven?.cells).toBeGreaterThan(50);
    expect(verification.notVerified.length).toBeGreaterThan(0);
    expect(exitCode).toBe(0);
  }

  test("compiles, is well formatted and passes its tests", () => expectVerified(), 600_000);

  test.skipIf(!hasNodePackages).each(NODE_MAJORS)(
    `does so on Node %i too (${name})`,
    async (major) => {
      const node = await nodeBinary(major);
      const { stdout } = await execa(node, ["--version"]);
      expect(stdout).toMatch(new RegExp(`^v${major}\\.`));
      await expectVerified(node);
    },
    600_000,
  );
});
