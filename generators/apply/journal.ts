import { hash } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { readPlainFile } from "../../schema/read/plain-file.ts";
import { ignoreMissing, isMissing } from "../files/is-missing.ts";
import { isSignature, signatureOf } from "./journal-key.ts";
import { BOOKKEEPING, unsafePath } from "../files/project-paths.ts";
import {
  isBehindLink,
  resolveBeneath,
  resolveFolderBeneath,
  resolveNewBeneath,
} from "../files/resolve-beneath.ts";

/**
 * Everything of a run that has not reached its place: `new/` holds the staged files, `old/` what
 * they replaced, and `journal.json` says what is under way. Without that file the folder is
 * rubbish: a run was stopped before its first move, or after its last.
 */
export const JOURNAL = `${BOOKKEEPING}/journal`;

const JOURNAL_FILE = `${JOURNAL}/journal.json`;
const DRAFT_FILE = `${JOURNAL}/draft.json`;
/** How an earlier spire called it; it signed nothing. */
const FORMER_FILES = [`${JOURNAL}/forward.json`, `${JOURNAL}/back.json`];

/** More bytes than the journal of any project has. */
const JOURNAL_LIMIT = 256_000_000;

/** Whether an interrupted run is to be completed or undone. */
export type Direction = "forward" | "back";

/** What a run does, written down before its first move. */
export interface Journal {
  /** Deletions first. */
  changes: Change[];
  /** Folders that did not exist; the topmost ones only. */
  folders: string[];
}

export interface Change {
  path: string;
  /** {@link contentDigest} of what stood there; null: nothing. */
  before: string | null;
  /** The same of what is to stand there; null: nothing. */
  after: string | null;
}

/** A journal as it was found. */
export interface FoundJournal {
  journal: Journal;
  direction: Direction;
}

export function stagedPath(path: string): string {
  return `${JOURNAL}/new/${path}`;
}

export function replacedPath(path: string): string {
  return `${JOURNAL}/old/${path}`;
}

/** SHA-256 of a file's bytes, as hex. */
export function contentDigest(content: string | Buffer): string {
  return hash("sha256", content, "hex");
}

/**
 * Digest of the file at a path of a project; null: nothing is there; "other": something that is no
 * file.
 *
 * @throws {SpireError} E_REFUSED for a link
 */
export function digestAt(dir: string, path: string): string | null {
  try {
    return resolveBeneath(dir, path, (place) => {
      if (!isThere(place)) return null;
      const bytes = readPlainFile(place, Infinity);
      return bytes === null ? "other" : contentDigest(bytes);
    });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * Puts the journal on the disk, signed: after this returns, a run that is killed will be completed,
 * or undone when the journal says so.
 */
export function writeJournal(dir: string, journal: Journal, direction: Direction): void {
  const text = spoken(journal, direction);
  const signed = JSON.stringify({ signature: signatureOf(dir, text), says: text });
  resolveNewBeneath(dir, DRAFT_FILE, (draft) => {
    removeFile(draft);
    writeFileSync(draft, signed, { flag: "wx" });
    flush(draft);
    resolveBeneath(dir, JOURNAL_FILE, (file) => renameSync(draft, file));
  });
  resolveBeneath(dir, JOURNAL, flush);
}

function spoken({ changes, folders }: Journal, direction: Direction): string {
  return JSON.stringify({
    direction,
    changes: changes.map(({ path, before, after }) => [path, before, after]),
    folders,
  });
}

/**
 * What lies in the journal's folder.
 *
 * - `nothing`: nothing at all.
 * - `rubbish`: nothing that says what to do with it.
 * - `own`: a journal that this user's spire has signed for this project.
 * - `foreign`: any other one, which may have come with the repository; `found` is null when it
 *   cannot even be read.
 */
export type JournalState =
  | { kind: "nothing" | "rubbish" }
  | { kind: "own"; found: FoundJournal }
  | { kind: "foreign"; found: FoundJournal | null };

/** Looks at the journal, and trusts nothing that it says. Changes nothing. */
export function readJournal(dir: string): JournalState {
  try {
    if (!resolveBeneath(dir, JOURNAL, isThere)) return { kind: "nothing" };
    const names = [JOURNAL_FILE, ...FORMER_FILES];
    if (!names.some((name) => resolveBeneath(dir, name, isThere))) return { kind: "rubbish" };
    const bytes = resolveBeneath(dir, JOURNAL_FILE, (file) => readPlainFile(file, JOURNAL_LIMIT));
    return bytes === null ? { kind: "foreign", found: null } : verified(dir, bytes);
  } catch (error) {
    if (isBehindLink(error)) return { kind: "foreign", found: null };
    if (isMissing(error)) return { kind: "nothing" };
    throw error;
  }
}

function verified(dir: string, bytes: Buffer): JournalState {
  let signature: unknown;
  let says: unknown;
  let found: FoundJournal | null = null;
  try {
    ({ signature, says } = JSON.parse(bytes.toString("utf8")) as Record<string, unknown>);
    found = understood(JSON.parse(String(says)));
  } catch {
    // No journal of this spire.
  }
  const isOwn =
    found !== null &&
    typeof signature === "string" &&
    isSignature(dir, String(says), signature) &&
    [...found.journal.changes.map(({ path }) => path), ...found.journal.folders].every(mayMove);
  return isOwn && found ? { kind: "own", found } : { kind: "foreign", found };
}

/** Whether a journal may name the path at all: inside the project, out of reach of git. */
export function mayMove(path: string): boolean {
  const first = path.split("/").slice(0, 2).join("/").toLowerCase();
  return unsafePath(path) === null && first !== JOURNAL && first !== `${BOOKKEEPING}/lock`;
}

/** @returns null when it has not the shape of a journal */
function understood(value: unknown): FoundJournal | null {
  const { direction, changes, folders } = value as Record<string, unknown>;
  if (direction !== "forward" && direction !== "back") return null;
  if (!Array.isArray(changes) || !Array.isArray(folders)) return null;
  if (!folders.every((folder) => typeof folder === "string")) return null;
  const read = changes.flatMap((change: unknown): Change[] => {
    if (!Array.isArray(change) || change.length !== 3) return [];
    const [path, before, after] = change as unknown[];
    if (typeof path !== "string" || !isDigest(before) || !isDigest(after)) return [];
    return [{ path, before, after }];
  });
  return read.length === changes.length ? { journal: { changes: read, folders }, direction } : null;
}

function isDigest(value: unknown): value is string | null {
  return value === null || (typeof value === "string" && /^[0-9a-f]{64}$/.test(value));
}

/**
 * Ends a run: without its journal file, what is left of it is rubbish and is removed.
 *
 * @throws {SpireError} E_REFUSED when the folder is a link; what a link in it points to is never touched
 */
export function closeJournal(dir: string): void {
  for (const file of [JOURNAL_FILE, ...FORMER_FILES]) {
    ignoreMissing(() => resolveBeneath(dir, file, removeFile));
  }
  ignoreMissing(() => removeTree(dir, JOURNAL));
}

function removeTree(dir: string, folder: string): void {
  for (const entry of resolveFolderBeneath(dir, folder, (place) =>
    readdirSync(place, { withFileTypes: true }),
  )) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) removeTree(dir, path);
    else resolveBeneath(dir, path, removeFile);
  }
  resolveBeneath(dir, folder, (place) => rmdirSync(place));
}

function removeFile(place: string): void {
  ignoreMissing(() => unlinkSync(place));
}

/** Whether anything at all is at a place, if only a link that leads nowhere. */
export function isThere(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false }) !== undefined;
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
