/**
 * Bundles the command line into dist/, split so that each command loads only what it needs.
 * Libraries with native parts, or too large to parse on every start, stay outside the bundle.
 */
import { chmodSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const command = join(dist, "spire.js");

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ["bin/spire.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  chunkNames: "chunks/[name]-[hash]",
  external: ["prettier", "oxfmt", "oxc-parser", "drizzle-orm", "drizzle-kit"],
  banner: {
    // The CommonJS libraries in the bundle still call `require` for Node's own modules.
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
chmodSync(command, 0o755);
