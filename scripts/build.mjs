/**
 * Bundles the command line into dist/, split so that each command loads only what it needs.
 * Libraries with native parts, or too large to parse on every start, stay outside the bundle.
 */
import { chmodSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

const { metafile } = await build({
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
  metafile: true,
  logLevel: "warning",
});
chmodSync(join(dist, "spire.js"), 0o755);

// Pieces of an earlier build go last, so that there is a runnable command at any time.
const current = new Set(Object.keys(metafile.outputs));
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (entry.isFile() && !current.has(relative(root, path).replaceAll("\\", "/"))) rmSync(path);
}
