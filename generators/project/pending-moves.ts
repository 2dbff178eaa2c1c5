import type { ProjectState } from "./state.ts";
import type { RenderedFile } from "../target.ts";

/**
 * The renames that are still to be followed, old path by new: the old file is on record, or history, and at
 * the new path is nothing that stays there. Files that would only change places are left where they
 * are.
 */
export function pendingMoves(
  rendered: readonly RenderedFile[],
  state: ProjectState,
): Map<string, string> {
  const moves = new Map<string, string>();
  for (const { path, tier, renamedFrom } of rendered) {
    if (renamedFrom === undefined || renamedFrom === path) continue;
    const taken = [...moves.values()].includes(renamedFrom);
    const entry = state.files.get(renamedFrom);
    const isForeign = entry?.kind === "file" && !state.canBeOurs(renamedFrom, entry.text);
    const isOurs =
      tier === "history"
        ? entry?.kind === "file" // without a record, but the target has read it
        : state.records.has(renamedFrom) && !isForeign;
    if (isOurs && !taken) moves.set(path, renamedFrom);
  }
  for (let before = -1; before !== moves.size;) {
    before = moves.size;
    const leaving = new Set(moves.values());
    for (const path of moves.keys()) {
      const occupied = state.files.has(path) || state.records.has(path);
      if (occupied && !leaving.has(path)) moves.delete(path);
    }
  }
  for (const path of moves.keys()) {
    let next = moves.get(path);
    while (next !== undefined && next !== path) next = moves.get(next);
    if (next === path) moves.delete(path);
  }
  return moves;
}
