import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../schema/package-root.ts";
import type { SpireVersion } from "./version.ts";

/** What spire's own package contributes to every plan: its version and the manifest's schema. */
export function readOwnFiles(): { version: SpireVersion; schemaText: string } {
  const { version } = JSON.parse(read("package.json")) as { version: string };
  return {
    version: { generator: version, language: 1 },
    schemaText: read("schema/manifest.schema.json"),
  };
}

function read(path: string): string {
  return readFileSync(join(packageRoot, path), "utf8");
}
