import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "../files/files-below.ts";

/** The text files in the folders in which history stands, by path relative to the project. */
export function readHistory(dir: string, folders: readonly string[]): ReadonlyMap<string, string> {
  const paths = folders.flatMap((folder) => filesBelow(dir, folder));
  return new Map(paths.map((path) => [path, readFileSync(join(dir, path), "utf8")]));
}
