import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../../schema/package-root.ts";
import { regenerate } from "../../support/generated-project.ts";
import { linkOwnPackages } from "../../support/link-own-packages.ts";
import { testdir } from "../../support/testdir.ts";

/** Manifests whose untouched projects did not pass their own format check. */
const FIXTURES = join(packageRoot, "test/fixtures/layout");

test.each(readdirSync(FIXTURES))("%s is laid out as its own Prettier expects", async (name) => {
  const manifest = readFileSync(join(FIXTURES, name, "spire.yaml"), "utf8");
  const dir = testdir({ "spire.yaml": manifest });
  await regenerate(dir);
  linkOwnPackages(dir);
  const command = join(dir, "node_modules/prettier/bin/prettier.cjs");
  const checked = await execa(process.execPath, [command, "--check", "."], {
    cwd: dir,
    reject: false,
  });
  expect([checked.stderr, checked.exitCode]).toEqual(["", 0]);
  const { writes, deletes } = await regenerate(dir);
  expect([writes, deletes]).toEqual([[], []]);
});
