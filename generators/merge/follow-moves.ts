import type { Standing } from "../project/standing.ts";
import type { Target } from "../target.ts";

/** A text that stays but for its references to files that move. */
export interface Followed {
  before: string;
  text: string;
}

/**
 * What of the developer's refers to files that move in this run, with the references leading to the
 * same files afterwards: files of their own, and those of spire's that the run else leaves alone. What
 * a merge changes follows by itself.
 *
 * @param moved every file that moves, new path by old
 * @param own the texts of the developer's own files, by path
 */
export function followMoves(
  standings: readonly Standing[],
  own: Iterable<readonly [path: string, text: string]>,
  moved: ReadonlyMap<string, string>,
  target: Pick<Target, "relocate">,
): Map<string, Followed> {
  const followed = new Map<string, Followed>();
  const follow = (path: string, before: string, from = path): void => {
    const text = target.relocate(before, { from, to: path, moved });
    if (text !== before) followed.set(path, { before, text });
  };
  for (const { file, from, text, verdict } of standings) {
    const isStaying = verdict === "leave" || verdict === "same";
    if (isStaying && text !== undefined && text !== file.content) follow(file.path, text, from);
  }
  for (const [path, text] of own) follow(path, text);
  return followed;
}
