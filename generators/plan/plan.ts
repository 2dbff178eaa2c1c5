import { digestOf, isMadeOnce, recordOf, recordPath } from "../project/base-store.ts";
import { judge, type Verdict } from "../project/judge.ts";
import { type Located, locate, orphanPath } from "../project/located.ts";
import type { Merge, MergeConflict } from "../merge/merge-file.ts";
import { refusedMarkers, refusedPaths, refusedVersion } from "./refused.ts";
import { type Refusal, refusal } from "./refusal.ts";
import type { SettledLayout } from "../layout/settle-layout.ts";
import { type ProjectState, SCHEMA_FILE, VERSION_FILE } from "../project/state.ts";
import type { RenderedFile } from "../target.ts";
import { type SpireVersion, versionText } from "../project/version.ts";

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
  rendered: readonly RenderedFile[];
  state: ProjectState;
  /** What follows from the project's own layout; absent: it has none. */
  settled?: SettledLayout;
  /** Of the shared files that were edited and are to change, by path. */
  merges?: ReadonlyMap<string, Merge>;
  /** Files with conflict markers in them. */
  marked?: readonly string[];
  /** Files that may be overwritten although spire did not write what stands there. */
  overwrite?: ReadonlySet<string>;
  /** Text of `schema/manifest.schema.json`, written beside the manifest for editors. */
  schemaText: string;
  version: SpireVersion;
}

/** Decides, without touching the disk, what has to be written, deleted, moved, kept and refused. */
export function plan(input: PlanInput): Plan {
  const { rendered, state, schemaText, version } = input;
  const result: Plan = {
    writes: [],
    deletes: [],
    created: [],
    updated: [],
    deleted: [],
    moved: [],
    unchanged: [],
    laidOut: [],
    kept: [],
    disowned: [],
    conflicts: [],
    refusals: [
      ...refusedVersion(state, version),
      ...refusedMarkers(rendered, state, input.marked ?? []),
      ...refusedPaths(rendered),
    ],
  };
  // Nothing else is worth saying about files that are half merged.
  if (result.refusals.some(({ reason }) => reason === "markers")) return result;
  const located = locate(rendered, state);
  for (const file of rendered) {
    const found = located.get(file.path);
    if (found !== undefined) planFile(result, file, found, input);
  }
  planOrphans(result, input, located);
  for (const [path, content] of [
    [SCHEMA_FILE, schemaText],
    [VERSION_FILE, versionText(version)],
  ] as const) {
    // A checkout with other line endings is no drift.
    if (digestOf(state.bookkeeping.get(path) ?? "") === digestOf(content)) continue;
    result.writes.push({ path, content });
  }
  const written = new Set(result.writes.map(({ path }) => path));
  result.deletes = [...new Set(result.deletes)].filter((path) => !written.has(path));
  return result;
}

function planFile(
  result: Plan,
  file: RenderedFile,
  located: Located,
  { state, settled, merges = new Map(), overwrite = new Set() }: PlanInput,
): void {
  const { path } = file;
  const obstacle = [state.files.get(path), located.entry].find((at) => at?.kind === "obstacle");
  if (obstacle?.kind === "obstacle") {
    result.refusals.push(refusal(path, "obstacle", obstacle.reason));
    return;
  }
  const text = located.entry?.kind === "file" ? located.entry.text : undefined;
  if (inFolder(path, state.historyFolder)) {
    place(result, located, path, file.content, text);
    return;
  }
  const laidOut = settled?.texts.get(path);
  if (laidOut !== undefined) {
    place(result, located, path, laidOut.text, text);
    planRecord(result, file, located);
    if (laidOut.onlyLayout) result.laidOut.push(path);
    return;
  }
  const verdict = judge(file, text, located.records);
  // The developer's, who has removed it.
  if (verdict === "leave" && text === undefined) return;
  const wanted = wantedText(verdict, file, text, merges.get(path), overwrite.has(path));
  if (wanted === null) {
    planRefusal(result, file, verdict, merges.get(path));
    return;
  }
  const merge = verdict === "merge" ? merges.get(path) : undefined;
  if (merge?.marked) result.conflicts.push({ path, conflicts: merge.conflicts });
  if (verdict === "rewrite" && text !== undefined) setAsideStrangeLines(result, file, text, state);
  place(result, located, path, wanted, text);
  planRecord(result, file, located);
}

/** What is to stand there; null: that has to be refused. */
function wantedText(
  verdict: Verdict,
  file: RenderedFile,
  text: string | undefined,
  merge: Merge | undefined,
  overwrite: boolean,
): string | null {
  switch (verdict) {
    case "write":
    case "rewrite":
      return file.content;
    case "same":
    case "leave":
      return text ?? null;
    case "merge":
      return merge && (merge.marked || merge.conflicts.length === 0) ? merge.text : null;
    default:
      return overwrite ? file.content : null;
  }
}

function planRefusal(
  result: Plan,
  { path }: RenderedFile,
  verdict: Verdict,
  merge: Merge | undefined,
): void {
  if (verdict === "edited-generated" || verdict === "foreign") {
    result.refusals.push(refusal(path, verdict));
    return;
  }
  result.refusals.push(refusal(path, "conflict"));
  result.conflicts.push({ path, conflicts: merge?.conflicts ?? [] });
}

/** Puts a text at a path, from wherever the file is today. */
function place(
  result: Plan,
  located: Located,
  path: string,
  content: string,
  text: string | undefined,
): void {
  const isMoved = located.path !== path;
  if (!isMoved && text === content) {
    result.unchanged.push(path);
    return;
  }
  result.writes.push({ path, content });
  if (isMoved && text !== undefined) {
    result.deletes.push(located.path);
    result.moved.push({ from: located.path, to: path });
    return;
  }
  (text === undefined ? result.created : result.updated).push(path);
}

/**
 * A generated file as git merged it from two branches is written anew. Lines that are neither in
 * the new text nor git's own may be somebody's: then the whole file is kept aside.
 */
function setAsideStrangeLines(
  result: Plan,
  { path, content }: RenderedFile,
  text: string,
  state: ProjectState,
): void {
  const known = new Set(content.split("\n").map(bareLine));
  const isStrange = (line: string): boolean =>
    line !== "" && !/^(?:<{7}|\|{7}|={7}|>{7})/.test(line) && !known.has(line);
  if (!text.split("\n").map(bareLine).some(isStrange)) return;
  const aside = orphanPath(path);
  if (state.files.has(aside)) return;
  result.writes.push({ path: aside, content: text });
  result.kept.push(aside);
}

function bareLine(line: string): string {
  return line.trim().replace(/,$/, "");
}

/** Leaves exactly the one record of what is rendered now. */
function planRecord(result: Plan, file: RenderedFile, { recordedAt, records }: Located): void {
  const record = recordOf(file);
  if (recordedAt !== file.path || !records.includes(record.digest)) {
    result.writes.push({ path: record.path, content: record.content });
  }
  for (const digest of records) {
    const path = recordPath(recordedAt, digest);
    if (path !== record.path) result.deletes.push(path);
  }
}

/**
 * Files on record that are rendered no more. An untouched one is deleted; an edited one is set
 * aside with its record, so that it can be taken up again, and is named at every run. A record that
 * names a file which spire cannot have written is not believed: whoever has put it there would have
 * the developer's own file removed.
 */
function planOrphans(
  result: Plan,
  { rendered, state, settled }: PlanInput,
  located: ReadonlyMap<string, Located>,
): void {
  const known = new Set(rendered.map((file) => file.path));
  for (const { recordedAt } of located.values()) known.add(recordedAt);
  for (const [path, records] of state.records) {
    if (known.has(path)) continue;
    const entry = state.files.get(path);
    if (entry?.kind === "file" && !records.some(isMadeOnce) && !state.canBeOurs(path, entry.text)) {
      for (const digest of records) result.deletes.push(recordPath(path, digest));
      result.disowned.push(path);
      continue;
    }
    const aside = orphanPath(path);
    const isTaken = state.files.has(aside);
    const isUntouched =
      settled?.untouched.has(path) ||
      (entry?.kind === "file" && records.includes(digestOf(entry.text)));
    const isEdited = entry !== undefined && !isUntouched && !records.some(isMadeOnce);
    if (isEdited && entry.kind === "file" && !isTaken) {
      result.writes.push({ path: aside, content: entry.text });
      result.deletes.push(path);
      result.kept.push(aside);
    } else if (isEdited) {
      result.kept.push(path);
    } else if (entry === undefined && isTaken) {
      result.kept.push(aside);
    } else {
      for (const digest of records) result.deletes.push(recordPath(path, digest));
      if (!isUntouched) continue;
      result.deletes.push(path);
      result.deleted.push(path);
    }
  }
}

function inFolder(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}
