import { caseCollisions, unsafePath } from "../files/project-paths.ts";
import { type Refusal, refusal } from "./refusal.ts";
import type { Standing } from "../project/standing.ts";
import { type ProjectState, VERSION_FILE } from "../project/state.ts";
import { isNewer, type SpireVersion } from "../project/version.ts";

/**
 * Files with conflict markers in them, except those that are written anew anyway: generated ones
 * that git merged from two branches.
 */
export function refusedMarkers(
  standings: readonly Standing[],
  marked: readonly string[],
): Refusal[] {
  const anew = standings.filter(({ verdict }) => verdict === "rewrite");
  const paths = new Set(anew.map(({ file }) => file.path));
  return marked.filter((path) => !paths.has(path)).map((path) => refusal(path, "markers"));
}

/** A project that a newer spire wrote. */
export function refusedVersion(state: ProjectState, version: SpireVersion): Refusal[] {
  const recorded = state.bookkeeping.get(VERSION_FILE);
  if (recorded === undefined || !isNewer(recorded, version)) return [];
  return [refusal(VERSION_FILE, "newer")];
}

/** Paths that must not be written, or are one file where case does not count. */
export function refusedPaths(paths: readonly string[]): Refusal[] {
  return [
    ...paths.flatMap((path) => {
      const reason = unsafePath(path);
      return reason === null ? [] : [refusal(path, "path", reason)];
    }),
    ...caseCollisions(paths).map(([path, other]) =>
      refusal(path, "path", `is the same file as ${other} where case does not count`),
    ),
  ];
}
