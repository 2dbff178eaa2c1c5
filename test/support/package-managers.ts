import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { testdir } from "./testdir.ts";

/** Package managers besides npm, as npm packages, each with its script. */
const PACKAGES = {
  "pnpm@10.34.9": "pnpm/bin/pnpm.cjs",
  "yarn@1.22.22": "yarn/bin/yarn.js",
  "yarn@4.18.1": "@yarnpkg/cli-dist/bin/yarn.js",
} as const;

export type Manager = keyof typeof PACKAGES;

/**
 * Fetches a package manager, once for all runs of the machine.
 *
 * @returns a folder for the PATH that holds nothing but its command
 */
export async function managerFolder(manager: Manager): Promise<string> {
  const script = PACKAGES[manager];
  const [command = "", version] = manager.split("@");
  const cache = join(tmpdir(), `spire-manager-${manager}`);
  if (!existsSync(cache)) {
    const staging = mkdtempSync(`${cache}-`);
    const name = script.replace(/\/bin\/.*$/, "");
    const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", staging];
    await execa("npm", [...args, `${name}@${version}`]);
    rmSync(cache, { recursive: true, force: true });
    renameSync(staging, cache);
  }
  const folder = testdir();
  const file = join(folder, command);
  const path = join(cache, "node_modules", script);
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${path}' "$@"\n`);
  chmodSync(file, 0o755);
  return folder;
}
