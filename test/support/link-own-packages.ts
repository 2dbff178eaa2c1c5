import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../schema/package-root.ts";

/** Gives a generated project this repository's own packages, in place of an install. */
export function linkOwnPackages(dir: string): void {
  symlinkSync(join(packageRoot, "node_modules"), join(dir, "node_modules"));
}
