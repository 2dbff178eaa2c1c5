import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

/**
 * Gives a generated project its `node_modules`, installed once for all projects with the same
 * package.json dependencies into a folder below the system's temporary folder.
 */
export async function linkPackages(project: string): Promise<void> {
  const source = join(project, "package.json");
  const { dependencies, devDependencies, overrides } = JSON.parse(
    readFileSync(source, "utf8"),
  ) as Record<string, unknown>;
  const key = createHash("sha256")
    .update(JSON.stringify([dependencies, devDependencies, overrides]))
    .digest("hex");
  const cache = join(tmpdir(), `spire-packages-${key.slice(0, 16)}`);
  if (!existsSync(cache)) await installInto(cache, source);
  symlinkSync(join(cache, "node_modules"), join(project, "node_modules"));
}

/** Installs beside the cache and renames, so that the cache is never half there. */
async function installInto(cache: string, packageJson: string): Promise<void> {
  const staging = mkdtempSync(`${cache}-`);
  mkdirSync(staging, { recursive: true });
  copyFileSync(packageJson, join(staging, "package.json"));
  await execa("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: staging });
  try {
    renameSync(staging, cache);
  } catch (error) {
    // Another test file was faster.
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(cache)) throw error;
  }
}
