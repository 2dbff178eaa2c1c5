import type { ProjectState } from "./state.ts";
import type { RenderedFile, Tier } from "../target.ts";

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
  for (const { path, tier, renamedFrom = [] } of rendered) {
    const taken = new Set(moves.values());
    const from = renamedFrom.find(
      (former) => former !== path && !taken.has(former) && isOurs(former, tier, state),
    );
    if (from !== undefined) moves.set(path, from);
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

function isOurs(path: string, tier: Tier, state: ProjectState): boolean {
  const entry = state.files.get(path);
  // Without a record, but the target has read it.
  if (tier === "history") return entry?.kind === "file";
  const isForeign = entry?.kind === "file" && !state.canBeOurs(path, entry.text);
  return state.records.has(path) && !isForeign;
}
