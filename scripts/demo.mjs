/**
 * `npm run demo [-- FOLDER]`: generates the warehouse, installs, compiles and tests it, with the
 * very commands that a person would call. Another run goes on with the project that is there.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const command = join(dirname(fileURLToPath(import.meta.url)), "..", "dist", "spire.js");
const folder = process.argv[2] ?? "demo-warehouse";

const isThere = existsSync(join(folder, "spire.yaml"));
for (const args of [
  isThere ? ["gen", "-C", folder] : ["new", "project", folder, "--from", "warehouse"],
  ["verify", "-C", folder],
]) {
  console.log(`\n$ spire ${args.join(" ")}`);
  const { status, error } = spawnSync(process.execPath, [command, ...args], { stdio: "inherit" });
  if (error) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}
console.log(`\nTo see it in a browser: cd ${folder} && npm run dev (it prints the demo logins)`);
