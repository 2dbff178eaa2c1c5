import { digestOf, isMadeOnce, recordOf, recordPath } from "./base-store.ts";
import { caseCollisions, unsafePath } from "./project-paths.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { type ProjectState, SCHEMA_FILE, VERSION_FILE } from "./state.ts";
import type { RenderedFile } from "./target.ts";
import { isNewer, type SpireVersion, versionText } from "./version.ts";

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
  /** Edited files that the manifest no longer knows; they stay where they are. */
  kept: string[];
  refusals: Refusal[];
}

export interface FileWrite {
  /** Relative to the project, with forward slashes. */
  path: string;
  content: string;
}

export interface PlanInput {
  rendered: readonly RenderedFile[];
  state: ProjectState;
  /** Text of `schema/manifest.schema.json`, written beside the manifest for editors. */
  schemaText: string;
  version: SpireVersion;
}

/** Decides, without touching the disk, what has to be written, deleted, kept and refused. */
export function plan({ rendered, state, schemaText, version }: PlanInput): Plan {
  const result: Plan = {
    writes: [],
    deletes: [],
    created: [],
    updated: [],
    deleted: [],
    unchanged: [],
    kept: [],
    refusals: [...refusedVersion(state, version), ...refusedPaths(rendered)],
  };
  for (const file of rendered) planFile(result, file, state);
  planOrphans(result, rendered, state);
  for (const [path, content] of [
    [SCHEMA_FILE, schemaText],
    [VERSION_FILE, versionText(version)],
  ] as const) {
    if (state.bookkeeping.get(path) !== content) result.writes.push({ path, content });
  }
  return result;
}

function refusedVersion(state: ProjectState, version: SpireVersion): Refusal[] {
  const recorded = state.bookkeeping.get(VERSION_FILE);
  if (recorded === undefined || !isNewer(recorded, version)) return [];
  return [refusal(VERSION_FILE, "newer")];
}

function refusedPaths(rendered: readonly RenderedFile[]): Refusal[] {
  const paths = rendered.map((file) => file.path);
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

function planFile(result: Plan, file: RenderedFile, state: ProjectState): void {
  const entry = state.files.get(file.path);
  const records = state.records.get(file.path) ?? [];
  if (entry?.kind === "obstacle") {
    result.refusals.push(refusal(file.path, "obstacle", entry.reason));
    return;
  }
  if (inFolder(file.path, state.historyFolder)) {
    if (entry?.text === file.content) result.unchanged.push(file.path);
    else write(result, file, entry !== undefined);
    return;
  }
  const verdict = judge(file, entry?.text, records);
  switch (verdict) {
    case "write":
      write(result, file, entry !== undefined);
      planRecord(result, file, records);
      return;
    case "same":
      result.unchanged.push(file.path);
      planRecord(result, file, records);
      return;
    case "leave":
      result.unchanged.push(file.path);
      return;
    default:
      result.refusals.push(refusal(file.path, verdict));
  }
}

/**
 * - `write`: nothing stands there, or what spire wrote last.
 * - `same`: the new text stands there already.
 * - `leave`: it is the developer's, or it was edited and spire has nothing new to say.
 */
type Verdict = "write" | "same" | "leave" | "edited-generated" | "edited-shared" | "foreign";

function judge(file: RenderedFile, text: string | undefined, records: readonly string[]): Verdict {
  const known = records.length > 0;
  if (file.tier === "yours") {
    if (records.some(isMadeOnce)) return "leave";
    return text === undefined ? "write" : "same";
  }
  if (text === undefined) return "write";
  const next = digestOf(file.content);
  const current = digestOf(text);
  if (current === next) return "same";
  if (records.includes(current)) return "write";
  if (!known) return "foreign";
  if (file.tier === "generated") return "edited-generated";
  return records.includes(next) ? "leave" : "edited-shared";
}

function write(result: Plan, { path, content }: RenderedFile, exists: boolean): void {
  result.writes.push({ path, content });
  (exists ? result.updated : result.created).push(path);
}

/** Leaves exactly the one record of the text that stands there afterwards. */
function planRecord(result: Plan, file: RenderedFile, records: readonly string[]): void {
  const record = recordOf(file);
  if (!records.includes(record.digest)) {
    result.writes.push({ path: record.path, content: record.content });
  }
  for (const digest of records) {
    if (digest !== record.digest) result.deletes.push(recordPath(file.path, digest));
  }
}

/** Files on record that are rendered no more. */
function planOrphans(result: Plan, rendered: readonly RenderedFile[], state: ProjectState): void {
  const paths = new Set(rendered.map((file) => file.path));
  for (const [path, records] of state.records) {
    if (paths.has(path)) continue;
    const entry = state.files.get(path);
    const untouched = entry?.kind === "file" && records.includes(digestOf(entry.text));
    if (entry !== undefined && !untouched && !records.some(isMadeOnce)) {
      result.kept.push(path);
      continue;
    }
    for (const digest of records) result.deletes.push(recordPath(path, digest));
    if (untouched) {
      result.deletes.push(path);
      result.deleted.push(path);
    }
  }
}

function inFolder(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}
