import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The part of a package.json that is read here; what a stranger wrote may have other types. */
export interface PackageJson {
  name?: string;
  version?: string;
  bin?: string | Record<string, string>;
  packageManager?: unknown;
  workspaces?: unknown;
  /** npm's. */
  overrides?: Record<string, unknown>;
  /** Yarn's and, up to 10, pnpm's. */
  resolutions?: Record<string, unknown>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** The folder's package.json; null when there is none that could be read. */
export async function readPackageJson(dir: string): Promise<PackageJson | null> {
  try {
    const value: unknown = JSON.parse(await readFile(join(dir, "package.json"), "utf8"));
    return typeof value === "object" && value !== null ? (value as PackageJson) : null;
  } catch {
    return null;
  }
}
