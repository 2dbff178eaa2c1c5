import { lstatSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BASE_FOLDER, readRecordName, recordedText, recordPath } from "./base-store.ts";
import { filesBelow } from "../files/files-below.ts";
import { isMissing } from "../files/is-missing.ts";
import { BOOKKEEPING, orphanPath, unsafePath } from "../files/project-paths.ts";
import { linkOnTheWay } from "../files/resolve-beneath.ts";
import type { RenderedFile, Target } from "../target.ts";

/** A project folder as it stands: everything that a plan has to know, and nothing else. */
export interface ProjectState {
  /** What is at a path that is rendered or recorded; absent: nothing. */
  files: ReadonlyMap<string, DiskEntry>;
  /** The digests under which each file is on record; several after a merge of two branches. */
  records: ReadonlyMap<string, readonly string[]>;
  /** The text on record; read when asked for, because few are. null: it was damaged. */
  recordText(path: string, digest: string): string | null;
  /** Text of the bookkeeping files, by path. */
  bookkeeping: ReadonlyMap<string, string>;
  /** Whether such a file can be one that spire wrote, whatever is on record. */
  canBeOurs: Target["writes"];
}

export type DiskEntry = { kind: "file"; text: string } | { kind: "obstacle"; reason: string };

/** `.spire/version.json`: which spire wrote the project. */
export const VERSION_FILE = `${BOOKKEEPING}/version.json`;
/** The manifest's JSON Schema, for editors. */
export const SCHEMA_FILE = `${BOOKKEEPING}/manifest.schema.json`;

/** Reads what stands in `dir`, which need not exist, at the paths that matter for `rendered`. */
export function readState(
  dir: string,
  rendered: readonly RenderedFile[],
  target: Pick<Target, "writes">,
): ProjectState {
  const records = readRecords(dir);
  const paths = new Set([
    ...rendered.flatMap(({ path, renamedFrom = [] }) => [path, ...renamedFrom]),
    ...records.keys(),
  ]);
  const current = new Set(rendered.map((file) => file.path));
  const inspect = inspector(dir);
  const files = new Map<string, DiskEntry>();
  for (const path of paths) {
    if (unsafePath(path) !== null) continue;
    const entry = inspect(path);
    if (entry !== null) files.set(path, entry);
    else if (!records.has(path)) continue;
    const aside = orphanPath(path);
    const orphan = entry !== null && current.has(path) ? null : inspect(aside);
    if (orphan !== null) files.set(aside, orphan);
  }
  const bookkeeping = new Map<string, string>();
  for (const path of [VERSION_FILE, SCHEMA_FILE]) {
    const entry = inspect(path);
    if (entry?.kind === "file") bookkeeping.set(path, entry.text);
  }
  const recordText = (path: string, digest: string): string | null => {
    const entry = inspect(recordPath(path, digest));
    return entry?.kind === "file" ? recordedText(entry.text, digest) : null;
  };
  return { files, records, recordText, bookkeeping, canBeOurs: target.writes };
}

function readRecords(dir: string): Map<string, string[]> {
  const records = new Map<string, string[]>();
  for (const path of filesBelow(dir, BASE_FOLDER)) {
    const record = readRecordName(path.slice(BASE_FOLDER.length + 1));
    if (record === null) continue;
    records.set(record.path, [...(records.get(record.path) ?? []), record.digest]);
  }
  return records;
}

/** Looks at paths of a project without following a link. */
function inspector(dir: string): (path: string) => DiskEntry | null {
  const links = new Map<string, string | null>();

  function linkBefore(path: string): string | null {
    const folder = dirname(path);
    let link = links.get(folder);
    if (link === undefined) links.set(folder, (link = linkOnTheWay(dir, path)));
    return link;
  }

  return (path) => {
    const link = linkBefore(path);
    if (link !== null) return { kind: "obstacle", reason: `lies behind a link (${link})` };
    const full = join(dir, path);
    try {
      const stat = lstatSync(full);
      if (stat.isFile()) return { kind: "file", text: readFileSync(full, "utf8") };
      const what = stat.isSymbolicLink()
        ? "a symbolic link"
        : stat.isDirectory()
          ? "a folder"
          : "no plain file";
      return { kind: "obstacle", reason: `is ${what}` };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };
}
