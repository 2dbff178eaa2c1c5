import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../schema/package-root.ts";

/** `version` of spire's own package.json. */
export function packageVersion(): string {
  const text = readFileSync(join(packageRoot, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
