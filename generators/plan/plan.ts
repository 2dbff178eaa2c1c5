import type { LaidOutFiles } from "../layout/lay-out-files.ts";
import type { Followed } from "../merge/follow-moves.ts";
import type { Merge, MergeConflict } from "../merge/merge-file.ts";
import type { Standing } from "../project/standing.ts";
import type { ProjectState } from "../project/state.ts";
import type { SpireVersion } from "../project/version.ts";
import type { Refusal } from "./refusal.ts";

/** What a run is going to do, as values. When anything is refused, nothing is to be written. */
export interface Plan {
  /** Every file to write, bookkeeping included; each replaces what stands there. */
  writes: FileWrite[];
  /** Every file to delete, bookkeeping included. Folders that become empty go with them. */
  deletes: string[];
  /** The project's own files among them, for the report. */
  created: string[];
  updated: string[];
  deleted: string[];
  unchanged: string[];
  /** Those of the updated ones of which only the layout changes. */
  laidOut: string[];
  /** Files that went elsewhere with their edits, because the manifest renamed what they are of. */
  moved: { from: string; to: string }[];
  /** Edited files that the manifest no longer knows, by the path under which they are kept. */
  kept: string[];
  /** Files that are on record as spire's, and that spire writes for no manifest: left alone. */
  disowned: string[];
  /** Shared files whose edits and the manifest's changes do not go together. */
  conflicts: FileConflicts[];
  refusals: Refusal[];
}

export interface FileWrite {
  /** Relative to the project, with forward slashes. */
  path: string;
  content: string;
}

export interface FileConflicts {
  path: string;
  conflicts: MergeConflict[];
}

export interface PlanInput {
  standings: readonly Standing[];
  state: ProjectState;
  /** What follows from the project's own layout; absent: it has none. */
  laidOut?: LaidOutFiles;
  /** Of the shared files that were edited and are to change, by path. */
  merges?: ReadonlyMap<string, Merge>;
  /** Texts that stay but for their references to files that move, by path. */
  followed?: ReadonlyMap<string, Followed>;
  /** Files with conflict markers in them. */
  marked?: readonly string[];
  /** Files that may be overwritten although spire did not write what stands there. */
  overwrite?: ReadonlySet<string>;
  /** Text of `schema/manifest.schema.json`, written beside the manifest for editors. */
  schemaText: string;
  version: SpireVersion;
}
