import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EnvironmentError } from "./environment-error.ts";
import { runProcess } from "./run-process.ts";
import type { StepResult } from "./verification.ts";

interface PackageJson {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** npm's error codes for a registry that cannot be reached or does not have a package. */
const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ETARGET|E404|E403|E401|ERR_SOCKET_TIMEOUT|CERT_\w+|UNABLE_TO_\w+)\b/;

/**
 * Installs the project's packages, unless what is installed satisfies package.json already.
 *
 * @throws {EnvironmentError} when npm is missing or cannot reach its registry
 */
export async function install(dir: string): Promise<StepResult> {
  const missing = await missingPackages(dir);
  if (missing.length === 0) return { ok: true, note: "already installed" };
  const result = await runProcess(dir, "npm", [
    "install",
    "--no-audit",
    "--no-fund",
    "--include=dev",
    "--loglevel=error",
  ]);
  if (result.ok) return { ok: true, note: `${missing.length} packages were missing` };
  const reason = UNREACHABLE.exec(result.output)?.[1];
  if (reason) {
    throw new EnvironmentError(
      `The project's packages are not installed, and npm could not fetch them (${reason}).`,
      "Connect to the npm registry and run npm install in the project, then verify again.",
    );
  }
  return { ok: false, note: "npm install failed", output: result.output };
}

/**
 * The packages that are not installed, or not in the exact version that package.json names. For a
 * range, which only a developer writes, being there is enough; npm itself judges it on install.
 */
async function missingPackages(dir: string): Promise<string[]> {
  const wanted = await readPackageJson(join(dir, "package.json"));
  const entries = Object.entries({ ...wanted?.dependencies, ...wanted?.devDependencies });
  const states = entries.map(async ([name, version]) => {
    const found = await readPackageJson(join(dir, "node_modules", name, "package.json"));
    const isThere = found !== null && (!/^\d/.test(version) || found.version === version);
    return isThere ? null : name;
  });
  return (await Promise.all(states)).filter((name) => name !== null);
}

async function readPackageJson(path: string): Promise<PackageJson | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as PackageJson;
  } catch {
    return null;
  }
}
