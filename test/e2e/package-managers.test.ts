import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import type { Verification } from "../../verify/verification.ts";
import { type Manager, managerFolder } from "../support/package-managers.ts";
import { runSpire } from "../support/run-spire.ts";
import { testdir } from "../support/testdir.ts";

/** Verifies a fresh project; what the steps said that failed, and what was not verified. */
async function verifyFresh(dir: string, env: Record<string, string> = {}) {
  const { exitCode, stdout } = await runSpire(["verify", "-C", dir, "--json"], { env });
  const { steps, tests, notVerified } = JSON.parse(stdout) as Verification;
  expect(steps.filter((step) => !step.ok)).toEqual([]);
  expect(tests.passed).toBeGreaterThan(100);
  expect(exitCode).toBe(0);
  return notVerified;
}

async function freshProject(dir: string): Promise<void> {
  const { exitCode } = await runSpire(["new", "project", dir, "--from", "team"]);
  expect(exitCode).toBe(0);
}

/** Code that says that it ran. */
const TRAP = 'require("node:fs").writeFileSync("caught", "");\n';

const OTHERS: [Manager, lockFile: string, files: Record<string, string>][] = [
  ["pnpm@10.34.9", "pnpm-lock.yaml", { ".pnpmfile.cjs": TRAP }],
  ["yarn@1.22.22", "yarn.lock", { ".yarnrc": 'yarn-path "./trap.cjs"\n', "trap.cjs": TRAP }],
  [
    "yarn@4.18.1",
    "yarn.lock",
    { ".yarnrc.yml": "nodeLinker: node-modules\nyarnPath: ./trap.cjs\n", "trap.cjs": TRAP },
  ],
];

test.each(OTHERS)(
  "a project that names %s is installed with it and verified, its overrides kept",
  async (manager, lockFile, files) => {
    const dir = join(testdir(), "team");
    await freshProject(dir);
    const packageJson = join(dir, "package.json");
    const text = readFileSync(packageJson, "utf8");
    writeFileSync(packageJson, text.replace(/^\{/, `{\n  "packageManager": "${manager}",`));
    for (const [path, content] of Object.entries(files)) writeFileSync(join(dir, path), content);
    const path = [await managerFolder(manager), process.env["PATH"]].join(delimiter);
    const notVerified = await verifyFresh(dir, { PATH: path });
    expect(notVerified.join("\n")).not.toContain("is installed, and");
    expect(existsSync(join(dir, "caught"))).toBe(false);
    expect(existsSync(join(dir, lockFile))).toBe(true);
    expect(existsSync(join(dir, "package-lock.json"))).toBe(false);
  },
  600_000,
);

test("a member of an npm workspace is verified with the packages of the workspace", async () => {
  const root = testdir({ "package.json": '{ "private": true, "workspaces": ["apps/*"] }\n' });
  await freshProject(join(root, "apps/team"));
  await verifyFresh(join(root, "apps/team"));
  expect(existsSync(join(root, "package-lock.json"))).toBe(true);
  expect(existsSync(join(root, "node_modules/vitest"))).toBe(true);
}, 600_000);
