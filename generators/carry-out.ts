import {
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { BASE_FOLDER } from "./base-store.ts";
import { type Change, contentDigest, digestAt, type Journal } from "./journal.ts";
import { replacedPath, stagedPath } from "./journal.ts";
import { placeOf } from "./place.ts";
import { BOOKKEEPING } from "./project-paths.ts";

const EMPTY = contentDigest("");

/** Told of a file that someone saved after the run had started; it is left as it stands. */
export type OnEdited = (path: string) => void;

/**
 * Moves the staged files of a journal into place. May be called again after it was interrupted
 * anywhere: what is done already is left alone. A file that is replaced is never missing: it is
 * first linked to the `old/` folder, then replaced by a rename.
 *
 * The base store comes last, so that a file that turns out to be edited keeps the record it had.
 *
 * @param onEdited told of a file that is not as the journal says; neither it nor its record in the
 *   base store is touched, so that the next generation sees an edited file. May throw.
 */
export function carryOut(dir: string, { changes, folders }: Journal, onEdited: OnEdited): void {
  const edited = editedFiles(onEdited);
  for (const isPart of [isOfProject, isBookkeeping]) {
    const part = changes.filter(({ path }) => isPart(path) && !edited.concerns(path));
    const deletions = part.filter(({ after }) => after === null);
    for (const change of deletions) remove(dir, change, edited.add);
    const whole = edited.any() ? [] : folders.filter(isPart);
    const moved = new Set(whole.filter((folder) => moveFolder(dir, folder)));
    for (const change of part) {
      if (change.after !== null && !isBelow(change.path, moved)) place(dir, change, edited.add);
    }
    removeEmptyFolders(dir, deletions);
  }
}

/** Undoes what {@link carryOut} has done so far. May be called again after it was interrupted. */
export function undo(dir: string, { changes, folders }: Journal, onEdited: OnEdited): void {
  const edited = editedFiles(onEdited);
  for (const change of [
    ...changes.filter(({ path }) => isOfProject(path)),
    ...changes.filter(({ path }) => isBookkeeping(path)),
  ]) {
    if (!edited.concerns(change.path)) undoChange(dir, change, edited.add);
  }
  const made = new Set(folders);
  const created = changes.filter(({ path, before }) => before === null && isBelow(path, made));
  removeEmptyFolders(dir, created, (folder) => made.has(folder));
}

/** Whether every staged file that is still to be moved is whole: after a power cut it may not be. */
export function isStageWhole(dir: string, { changes }: Journal): boolean {
  return changes.every(({ path, after }) => {
    if (after === null) return true;
    const staged = digestAt(stagedPath(dir, path));
    return staged === null ? !isTorn(digestAt(join(dir, path)), after) : staged === after;
  });
}

/** A power cut leaves the name of a file that was just moved, and nothing in it. */
function isTorn(current: string | null, after: string | null): boolean {
  return current === EMPTY && after !== EMPTY;
}

function isBookkeeping(path: string): boolean {
  return path.startsWith(`${BOOKKEEPING}/`);
}

function isOfProject(path: string): boolean {
  return !isBookkeeping(path);
}

function editedFiles(onEdited: OnEdited) {
  const paths: string[] = [];
  return {
    add(path: string): void {
      onEdited(path);
      paths.push(path);
    },
    any: () => paths.length > 0,
    concerns: (path: string) =>
      paths.some((edited) => path.startsWith(`${BASE_FOLDER}/${edited}.`)),
  };
}

function remove(dir: string, { path, before }: Change, onEdited: OnEdited): void {
  const file = inside(dir, path);
  const current = digestAt(file);
  if (current === null) return;
  if (current !== before) {
    onEdited(path);
    return;
  }
  const old = replacedPath(dir, path);
  mkdirSync(dirname(old), { recursive: true });
  renameSync(file, old);
}

function place(dir: string, { path, before, after }: Change, onEdited: OnEdited): void {
  const staged = stagedPath(dir, path);
  if (!exists(staged)) return;
  const file = inside(dir, path);
  const current = digestAt(file);
  if (current === after) return;
  if (current !== null && current !== before) {
    onEdited(path);
    return;
  }
  if (current === null) mkdirSync(dirname(file), { recursive: true });
  else keepOld(dir, path);
  renameSync(staged, file);
}

function keepOld(dir: string, path: string): void {
  const [file, old] = [join(dir, path), replacedPath(dir, path)];
  mkdirSync(dirname(old), { recursive: true });
  rmSync(old, { force: true });
  try {
    linkSync(file, old);
  } catch {
    // Not every file system has hard links.
    copyFileSync(file, old);
  }
}

/** @returns whether the whole folder was moved just now */
function moveFolder(dir: string, folder: string): boolean {
  const target = inside(dir, folder);
  const staged = stagedPath(dir, folder);
  if (exists(target) || !exists(staged)) return false;
  renameSync(staged, target);
  return true;
}

function undoChange(dir: string, { path, before, after }: Change, onEdited: OnEdited): void {
  if (after !== null && exists(stagedPath(dir, path))) return;
  const file = inside(dir, path);
  const current = digestAt(file);
  if (current === before) return;
  if (current !== null && current !== after && !isTorn(current, after)) {
    onEdited(path);
    return;
  }
  const old = replacedPath(dir, path);
  if (before !== null && exists(old)) {
    mkdirSync(dirname(file), { recursive: true });
    renameSync(old, file);
  } else if (current !== null) unlinkSync(file);
}

/** Removes the folders of files that are gone, as far up as they are empty. */
function removeEmptyFolders(
  dir: string,
  gone: readonly Change[],
  isLast: (folder: string) => boolean = () => false,
): void {
  const folders = new Set(gone.map(({ path }) => dirname(path)));
  for (const start of folders) {
    for (let folder = start; folder !== "."; folder = dirname(folder)) {
      try {
        rmdirSync(join(dir, folder));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // Gone already, and its parent may be empty now.
        if (code !== "ENOENT") break;
      }
      if (isLast(folder)) break;
    }
  }
}

/** Whether a path lies in one of the folders. */
function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    if (folders.has(folder)) return true;
  }
  return false;
}

/** Also at the last moment, nothing is moved through a link that leads out. */
function inside(dir: string, path: string): string {
  const file = join(dir, path);
  if (placeOf(dir, dirname(file)) === "outside") {
    throw new Error(`${path} lies behind a link that leads out of the project.`);
  }
  return file;
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
