import { type Dirent, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** What is neither a file nor a link to one has no text, and some of it would never end. */
function textOf(entry: Dirent, path: string): string {
  return entry.isFile() || entry.isSymbolicLink() ? readFileSync(path, "utf8") : "no plain file";
}

/**
 * Reads every file under a folder as text; `node_modules` and `.git` are left out.
 *
 * @returns contents by path relative to the folder, with forward slashes, sorted by path
 */
export function readTree(dir: string): Record<string, string> {
  const files: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === "node_modules" || entry.name === ".git") continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else files[relative(dir, path).split(sep).join("/")] = textOf(entry, path);
    }
  };
  visit(dir);
  return Object.fromEntries(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
