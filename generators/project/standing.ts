import { judge, type Verdict } from "./judge.ts";
import { pendingMoves } from "./pending-moves.ts";
import { orphanPath } from "../files/project-paths.ts";
import type { DiskEntry, ProjectState } from "./state.ts";
import type { RenderedFile } from "../target.ts";

/** A file that is rendered, and what stands in its place before the run. */
export interface Standing {
  file: RenderedFile;
  /** Where it is today; another path than the rendered one when it is to be moved. */
  from: string;
  /** What is there; undefined: no file. */
  text: string | undefined;
  /** Why nothing can be written there, behind "it"; null: nothing is in the way. */
  obstacle: string | null;
  /** The path under which it is on record, and the digests. */
  recordedAt: string;
  records: readonly string[];
  /** What is to become of it; of no matter where there is an obstacle. */
  verdict: Verdict;
}

/**
 * Finds the text that each rendered file continues (at its own path, at the one that it is renamed
 * from, or set aside when the manifest had dropped it) and judges it.
 *
 * @returns in the order of `rendered`
 */
export function standingFiles(rendered: readonly RenderedFile[], state: ProjectState): Standing[] {
  const moves = pendingMoves(rendered, state);
  const left = new Set(moves.values());
  return rendered.map((file): Standing => {
    const { path } = file;
    const moved = moves.get(path);
    // Another file takes along what stands here.
    const isLeft = moved === undefined && left.has(path);
    const from = moved ?? (isLeft ? path : placeOf(path, state));
    const recordedAt = moved ?? path;
    const entry = isLeft ? undefined : state.files.get(from);
    const records = isLeft ? [] : (state.records.get(recordedAt) ?? []);
    const text = entry?.kind === "file" ? entry.text : undefined;
    return {
      file,
      from,
      text,
      obstacle: obstacleIn(state.files.get(path)) ?? obstacleIn(entry),
      recordedAt,
      records,
      verdict: judge(file, text, records),
    };
  });
}

/** Every file that moves, new path by old. */
export function movedFiles(standings: readonly Standing[]): Map<string, string> {
  return new Map(
    standings.flatMap(({ file, recordedAt }) =>
      recordedAt === file.path ? [] : [[recordedAt, file.path]],
    ),
  );
}

/** The texts of the files that are written where nothing stands, by path. */
export function comingTexts(standings: readonly Standing[]): Map<string, string> {
  const coming = standings.filter(
    ({ text, obstacle, verdict }) => text === undefined && obstacle === null && verdict === "write",
  );
  return new Map(coming.map(({ file }) => [file.path, file.content]));
}

/** Its own path, or the one under which it was set aside. */
function placeOf(path: string, { files }: ProjectState): string {
  const aside = orphanPath(path);
  return !files.has(path) && files.get(aside)?.kind === "file" ? aside : path;
}

function obstacleIn(entry: DiskEntry | undefined): string | null {
  return entry?.kind === "obstacle" ? entry.reason : null;
}
