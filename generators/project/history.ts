import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "../files/files-below.ts";
import type { Target } from "../target.ts";

/** The text files in a target's history folder, by path relative to the project. */
export function readHistory(
  dir: string,
  target: Pick<Target, "historyFolder">,
): ReadonlyMap<string, string> {
  const paths = filesBelow(dir, target.historyFolder);
  return new Map(paths.map((path) => [path, readFileSync(join(dir, path), "utf8")]));
}
