import { join } from "node:path";
import { globSync } from "tinyglobby";
import { readPlainFile } from "../../schema/read/plain-file.ts";
import { INSTALLED_FOLDERS } from "../../schema/targets/targets.ts";
import { BOOKKEEPING } from "./project-paths.ts";

/** Where nothing is anybody's source, in projects of every target. */
const IGNORED = [
  ".git/**",
  `${BOOKKEEPING}/**`,
  ...INSTALLED_FOLDERS.map((folder) => `**/${folder}/**`),
];

/** In bytes; a larger file is nobody's source. */
const LARGEST_SOURCE = 20_000_000;

/**
 * What may be somebody's source in a project: its files by path relative to it, sorted, as they are
 * asked for. No link is followed.
 *
 * @param ignored the target's `ignoredFiles`, where the target is known
 */
export function* projectSources(
  dir: string,
  ignored: readonly string[] = [],
): Generator<[path: string, bytes: Buffer]> {
  const ignore = [...IGNORED, ...ignored];
  const paths = globSync("**", { cwd: dir, dot: true, ignore, followSymbolicLinks: false });
  for (const path of paths.toSorted()) {
    const bytes = readPlainFile(join(dir, path), LARGEST_SOURCE);
    if (bytes !== null) yield [path, bytes];
  }
}
