// Generates the same manifests with another commit's spire and with this one's, and compares what
// they wrote, bookkeeping included, byte for byte:
//
//   npm run compare:trees -- REF [MANIFEST.yaml …]
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { globSync } from "tinyglobby";

const root = fileURLToPath(new URL("..", import.meta.url));
const [ref, ...more] = process.argv.slice(2);
if (ref === undefined) {
  console.error("Say which commit to compare with: npm run compare:trees -- REF");
  process.exit(2);
}
const manifests = [
  ...globSync("examples/*/spire.yaml", { cwd: root }).toSorted(),
  "test/fixtures/everything/spire.yaml",
].map((path) => ({ name: path.split("/").at(-2), file: join(root, path) }));
for (const file of more) manifests.push({ name: basename(file, ".yaml"), file });

const scratch = mkdtempSync(join(tmpdir(), "spire-trees-"));
const other = join(scratch, "spire");
let different = 0;
try {
  run("git", ["worktree", "add", "--detach", "--quiet", other, ref], root);
  symlinkSync(join(root, "node_modules"), join(other, "node_modules"));
  for (const folder of [root, other]) run(process.execPath, ["scripts/build.mjs"], folder);
  for (const { name, file } of manifests) {
    const [before, after] = [other, root].map((spire, index) =>
      generated(spire, file, `${name}-${index}`),
    );
    const paths = [...new Set([...before.keys(), ...after.keys()])];
    const changed = paths.filter((path) => !same(before.get(path), after.get(path)));
    console.log(`${name}: ${after.size} files, ${changed.length} differ`);
    for (const path of changed.toSorted()) console.log(`  ${path}`);
    different += changed.length;
  }
} finally {
  run("git", ["worktree", "remove", "--force", other], root);
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = different === 0 ? 0 : 1;

/** What a spire writes for a manifest, by path. */
function generated(spire, file, name) {
  const dir = join(scratch, name);
  // Beside a spire.yaml stand the files that it includes.
  const isWhole = basename(file) === "spire.yaml";
  cpSync(isWhole ? dirname(file) : file, isWhole ? dir : join(dir, "spire.yaml"), {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || path.endsWith(".yaml"),
  });
  run(process.execPath, [join(spire, "dist/spire.js"), "gen", "--quiet", "-C", dir], spire);
  const paths = globSync("**", { cwd: dir, dot: true });
  return new Map(paths.map((path) => [path, readFileSync(join(dir, path))]));
}

function same(one, other) {
  return one !== undefined && other !== undefined && one.equals(other);
}

function run(command, args, cwd) {
  execFileSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
}
