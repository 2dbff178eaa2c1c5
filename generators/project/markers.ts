import { globSync } from "tinyglobby";
import { join } from "node:path";
import { hasMarkers } from "./conflict-markers.ts";
import { INSTALLED_FOLDERS } from "../../schema/targets/targets.ts";
import { readPlainFile } from "../../schema/read/plain-file.ts";
import { BOOKKEEPING } from "../files/project-paths.ts";

/** Where nothing is anybody's source, in projects of every target. */
const IGNORED = [
  ".git/**",
  `${BOOKKEEPING}/**`,
  ...INSTALLED_FOLDERS.map((folder) => `**/${folder}/**`),
];

/** In bytes; a larger file is nobody's source. */
const LARGEST_SOURCE = 20_000_000;

/**
 * The files of a project with conflict markers in them, by path relative to it, sorted.
 *
 * @param ignored the target's `ignoredFiles`, where the target is known
 */
export function filesWithMarkers(dir: string, ignored: readonly string[] = []): string[] {
  const ignore = [...IGNORED, ...ignored];
  return globSync("**", { cwd: dir, dot: true, ignore, followSymbolicLinks: false })
    .filter((path) => hasMarkers(readPlainFile(join(dir, path), LARGEST_SOURCE) ?? ""))
    .toSorted();
}
