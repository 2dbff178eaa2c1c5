import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.ts";

/** What is asked of spire's own package.json. */
export interface SpirePackage {
  version: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

export function readSpirePackage(): SpirePackage {
  return JSON.parse(read("package.json")) as SpirePackage;
}

/** The text of the manifest's JSON Schema. */
export function readManifestSchema(): string {
  return read("schema/manifest.schema.json");
}

function read(path: string): string {
  return readFileSync(join(packageRoot, path), "utf8");
}
