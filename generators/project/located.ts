import type { DiskEntry, ProjectState } from "./state.ts";
import type { RenderedFile } from "../target.ts";

/** Where a file that is rendered stands today, which may be elsewhere. */
export interface Located {
  /** Its path today; another than the rendered one when it is to be moved. */
  path: string;
  entry: DiskEntry | undefined;
  /** The path under which it is on record, and the digests. */
  recordedAt: string;
  records: readonly string[];
}

/** An edited file that the manifest does not ask for waits under this name, outside the build. */
export function orphanPath(path: string): string {
  return `${path}.orphan`;
}

/**
 * Finds the text that each rendered file continues: at its own path, at the one that it is renamed
 * from, or set aside when the manifest had dropped it.
 */
export function locate(
  rendered: readonly RenderedFile[],
  state: ProjectState,
): Map<string, Located> {
  const renames = appliedRenames(rendered, state);
  const left = new Set(renames.values());
  return new Map(
    rendered.map(({ path }): [string, Located] => {
      const from = renames.get(path);
      if (from !== undefined) return [path, standing(state, from, from)];
      if (left.has(path)) {
        return [path, { path, entry: undefined, recordedAt: path, records: [] }];
      }
      const orphan = orphanPath(path);
      const isAside = !state.files.has(path) && state.files.get(orphan)?.kind === "file";
      return [path, standing(state, isAside ? orphan : path, path)];
    }),
  );
}

function standing(state: ProjectState, path: string, recordedAt: string): Located {
  const records = state.records.get(recordedAt) ?? [];
  return { path, entry: state.files.get(path), recordedAt, records };
}

/**
 * The renames still to be carried out, new path to old: the old file is on record, and at the new
 * path is nothing that stays there. Files that would only change places are left where they are.
 */
function appliedRenames(
  rendered: readonly RenderedFile[],
  state: ProjectState,
): Map<string, string> {
  const renames = new Map<string, string>();
  for (const { path, renamedFrom } of rendered) {
    if (renamedFrom === undefined || renamedFrom === path) continue;
    const taken = [...renames.values()].includes(renamedFrom);
    const entry = state.files.get(renamedFrom);
    const isForeign = entry?.kind === "file" && !state.canBeOurs(renamedFrom, entry.text);
    if (state.records.has(renamedFrom) && !taken && !isForeign) renames.set(path, renamedFrom);
  }
  for (let before = -1; before !== renames.size;) {
    before = renames.size;
    const leaving = new Set(renames.values());
    for (const path of renames.keys()) {
      const occupied = state.files.has(path) || state.records.has(path);
      if (occupied && !leaving.has(path)) renames.delete(path);
    }
  }
  for (const path of renames.keys()) {
    let next = renames.get(path);
    while (next !== undefined && next !== path) next = renames.get(next);
    if (next === path) renames.delete(path);
  }
  return renames;
}
