import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cleanUp } from "./clean-up.ts";

/**
 * Makes a real temporary folder with the given files and removes it afterwards: at the end of the
 * test when called inside one, at the end of the suite when called in a `describe` body or at the
 * top of a test file. It is synchronous so that it can be called in all three places.
 *
 * @param files contents by path relative to the folder, with forward slashes
 * @returns the folder's absolute path, symlinks resolved
 */
export function testdir(files: Record<string, string | Uint8Array> = {}): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), "spire-test-")));
  cleanUp(() => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }));
  for (const [path, content] of Object.entries(files)) {
    const file = join(dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return dir;
}
