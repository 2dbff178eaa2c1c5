import { hash } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isMissing, placeOf } from "./place.ts";
import { BOOKKEEPING, unsafePath } from "./project-paths.ts";

/**
 * Everything of a run that has not reached its place: `new/` holds the staged files, `old/` what
 * they replaced, and `forward.json` or `back.json` says what is under way. Without such a file the
 * folder is rubbish: a run was stopped before its first move, or after its last.
 */
export const JOURNAL = `${BOOKKEEPING}/journal`;

/** Whether an interrupted run is to be completed or undone. */
export type Direction = "forward" | "back";

/** What a run does, written down before its first move. */
export interface Journal {
  /** Deletions first. */
  changes: Change[];
  /** Folders that did not exist; the topmost ones only. Each is moved into place as a whole. */
  folders: string[];
}

export interface Change {
  path: string;
  /** {@link contentDigest} of what stood there; null: nothing. */
  before: string | null;
  /** The same of what is to stand there; null: nothing. */
  after: string | null;
}

export function stagedPath(dir: string, path: string): string {
  return join(dir, JOURNAL, "new", path);
}

export function replacedPath(dir: string, path: string): string {
  return join(dir, JOURNAL, "old", path);
}

/** SHA-256 of a file's bytes, as hex. */
export function contentDigest(content: string | Buffer): string {
  return hash("sha256", content, "hex");
}

/** Digest of the file at a path; null: nothing is there; "other": something that is no file. */
export function digestAt(file: string): string | null {
  try {
    if (!lstatSync(file).isFile()) return "other";
    return contentDigest(readFileSync(file));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Puts the journal on the disk: after this returns, a run that is killed will be completed. */
export function writeJournal(dir: string, journal: Journal): void {
  const draft = join(dir, JOURNAL, "draft.json");
  writeFileSync(draft, JSON.stringify(journal));
  flush(draft);
  renameSync(draft, fileOf(dir, "forward"));
  flush(join(dir, JOURNAL));
}

/** From here on the run is undone, also by the next one if this one is killed. */
export function turnBack(dir: string): void {
  renameSync(fileOf(dir, "forward"), fileOf(dir, "back"));
  flush(join(dir, JOURNAL));
}

/**
 * Reads what an interrupted run has left; null: nothing that moved a file.
 *
 * @throws Error when it cannot be read or names a path that no run of spire can have written
 */
export function readJournal(dir: string): { journal: Journal; direction: Direction } | null {
  refuseLinkedJournal(dir);
  for (const direction of ["forward", "back"] as const) {
    let text: string;
    try {
      text = readFileSync(fileOf(dir, direction), "utf8");
    } catch (error) {
      if (isMissing(error)) continue;
      throw error;
    }
    return { journal: parse(text), direction };
  }
  return null;
}

/** Ends a run: without its journal file, what is left of it is rubbish and is removed. */
export function closeJournal(dir: string): void {
  refuseLinkedJournal(dir);
  for (const direction of ["forward", "back"] as const) {
    rmSync(fileOf(dir, direction), { force: true });
  }
  rmSync(join(dir, JOURNAL), { recursive: true, force: true });
}

/** Neither the journal nor the lock is ever written through a link that leads out. */
export function refuseLinkedJournal(dir: string): void {
  for (const folder of [BOOKKEEPING, JOURNAL]) {
    if (placeOf(dir, join(dir, folder)) === "outside") {
      throw new Error(`${folder} is a link that leads out of the project.`);
    }
  }
}

function fileOf(dir: string, direction: Direction): string {
  return join(dir, JOURNAL, `${direction}.json`);
}

/** A journal that came with a clone may hold anything. */
function parse(text: string): Journal {
  const unreadable = `${JOURNAL}/ cannot be read. What was replaced is in ${JOURNAL}/old/`;
  let journal: Journal;
  try {
    journal = JSON.parse(text) as Journal;
    const paths = [...journal.changes.map(({ path }) => path), ...journal.folders];
    if (paths.every((path) => unsafePath(path) === null)) return journal;
  } catch (error) {
    throw new Error(`${unreadable}: put it back by hand, then delete ${JOURNAL}/.`, {
      cause: error,
    });
  }
  throw new Error(`${JOURNAL}/ names a path outside of the project; delete ${JOURNAL}/.`);
}

function flush(path: string): void {
  let handle: number;
  try {
    handle = openSync(path, "r");
  } catch (error) {
    // Windows opens no folders.
    if ((error as NodeJS.ErrnoException).code === "EISDIR") return;
    throw error;
  }
  try {
    fsyncSync(handle);
  } catch (error) {
    // Some file systems cannot flush a folder, and Windows none that was opened for reading.
    if (!["EINVAL", "EPERM", "EBADF"].includes((error as NodeJS.ErrnoException).code ?? "")) {
      throw error;
    }
  } finally {
    closeSync(handle);
  }
}
