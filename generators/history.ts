import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Target } from "./target.ts";

/** The text files in a target's history folder, by path relative to the project. */
export function readHistory(
  dir: string,
  target: Pick<Target, "historyFolder">,
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of entriesOf(join(dir, target.historyFolder))) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(relative(dir, file).split(sep).join("/"), readFileSync(file, "utf8"));
  }
  return files;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
