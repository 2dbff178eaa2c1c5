import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../schema/package-root.ts";

/** Before all tests: builds `dist/` when a source file is newer, so that no old build is tested. */
export default function buildCommand(): void {
  const command = join(packageRoot, "dist", "spire.js");
  const built = existsSync(command) ? statSync(command).mtimeMs : 0;
  if (["bin", "generators", "schema", "verify", "scripts"].some((f) => newest(f) > built)) {
    try {
      execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: packageRoot, stdio: "pipe" });
    } catch (error) {
      // The tests of the command itself must not pass on an old build; the others may go on.
      rmSync(command, { force: true });
      console.error(String((error as { stderr: unknown }).stderr));
    }
  }
}

/** The newest modification time below a folder of the repository. */
function newest(folder: string): number {
  const times = readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs);
  return Math.max(0, ...times);
}
