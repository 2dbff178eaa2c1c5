import {
  constants,
  copyFileSync,
  linkSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
} from "node:fs";
import { posix } from "node:path";
import { BASE_FOLDER } from "../project/base-store.ts";
import { isMissing } from "../files/is-missing.ts";
import { type Change, contentDigest, digestAt, isThere, type Journal } from "./journal.ts";
import { replacedPath, stagedPath } from "./journal.ts";
import { BOOKKEEPING } from "../files/project-paths.ts";
import { resolveBeneath, resolveBothBeneath } from "../files/resolve-beneath.ts";

const { dirname } = posix;

const EMPTY = contentDigest("");

/** Told of a file that someone saved after the run had started; it is left as it stands. */
export type OnEdited = (path: string) => void;

/** How the moves of a journal are made. */
export interface Moving {
  onEdited: OnEdited;
  /** Move a new folder as a whole. Only for what this very run has staged: links may lie in others. */
  wholeFolders?: boolean;
}

/**
 * Moves the staged files of a journal into place. May be called again after it was interrupted
 * anywhere: what is done already is left alone. A file that is replaced is never missing: it is
 * first linked to the `old/` folder, then replaced by a rename.
 *
 * The base store comes last, so that a file that turns out to be edited keeps the record it had.
 *
 * @param moving `onEdited` is told of a file that is not as the journal says; neither it nor its
 *   record in the base store is touched, so that the next generation sees an edited file. It may
 *   throw.
 * @throws {SpireError} E_REFUSED when one of the folders, staged or in the project, is a link
 */
export function commit(
  dir: string,
  { changes, folders }: Journal,
  { onEdited, wholeFolders = false }: Moving,
): void {
  const edited = editedFiles(onEdited);
  for (const isPart of [isOfProject, isBookkeeping]) {
    const part = changes.filter(({ path }) => isPart(path) && !edited.concerns(path));
    const deletions = part.filter(({ after }) => after === null);
    for (const change of deletions) remove(dir, change, edited.add);
    const whole = !wholeFolders || edited.any() ? [] : folders.filter(isPart);
    const moved = new Set(whole.filter((folder) => moveFolder(dir, folder)));
    for (const change of part) {
      if (change.after !== null && !isBelow(change.path, moved))
        moveIntoPlace(dir, change, edited.add);
    }
    removeEmptyFolders(dir, deletions);
  }
}

/** Undoes what {@link commit} has done so far. May be called again after it was interrupted. */
export function rollBack(dir: string, { changes, folders }: Journal, onEdited: OnEdited): void {
  const edited = editedFiles(onEdited);
  for (const change of [
    ...changes.filter(({ path }) => isOfProject(path)),
    ...changes.filter(({ path }) => isBookkeeping(path)),
  ]) {
    if (!edited.concerns(change.path)) rollBackChange(dir, change, edited.add);
  }
  const made = new Set(folders);
  const created = changes.filter(({ path, before }) => before === null && isBelow(path, made));
  removeEmptyFolders(dir, created, (folder) => made.has(folder));
}

/** Whether every staged file that is still to be moved is whole: after a power cut it may not be. */
export function isStageWhole(dir: string, { changes }: Journal): boolean {
  return changes.every(({ path, after }) => {
    if (after === null) return true;
    const staged = digestAt(dir, stagedPath(path));
    return staged === null ? !isTorn(digestAt(dir, path), after) : staged === after;
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
  const current = digestAt(dir, path);
  if (current === null) return;
  if (current !== before) {
    onEdited(path);
    return;
  }
  resolveBothBeneath(dir, path, replacedPath(path), renameSync);
}

function moveIntoPlace(dir: string, { path, before, after }: Change, onEdited: OnEdited): void {
  const staged = digestAt(dir, stagedPath(path));
  if (staged === null) return;
  const current = digestAt(dir, path);
  if (current === after) return;
  if (staged !== after || (current !== null && current !== before)) {
    onEdited(path);
    return;
  }
  if (current !== null) keepOld(dir, path);
  resolveBothBeneath(dir, stagedPath(path), path, renameSync);
}

function keepOld(dir: string, path: string): void {
  resolveBothBeneath(dir, path, replacedPath(path), (file, old) => {
    rmSync(old, { force: true });
    try {
      linkSync(file, old);
    } catch {
      // Not every file system has hard links.
      copyFileSync(file, old, constants.COPYFILE_EXCL);
    }
  });
}

/** @returns whether the whole folder was moved just now */
function moveFolder(dir: string, folder: string): boolean {
  if (exists(dir, folder) || !exists(dir, stagedPath(folder))) return false;
  resolveBothBeneath(dir, stagedPath(folder), folder, renameSync);
  return true;
}

function rollBackChange(dir: string, { path, before, after }: Change, onEdited: OnEdited): void {
  if (after !== null && exists(dir, stagedPath(path))) return;
  const current = digestAt(dir, path);
  if (current === before) return;
  if (current !== null && current !== after && !isTorn(current, after)) {
    onEdited(path);
    return;
  }
  if (before !== null && digestAt(dir, replacedPath(path)) === before) {
    resolveBothBeneath(dir, replacedPath(path), path, renameSync);
  } else if (before === null) {
    resolveBeneath(dir, path, unlinkSync);
  } else {
    // What stood there is not kept: then what stands there now is better than nothing.
    onEdited(path);
  }
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
        resolveBeneath(dir, folder, (place) => rmdirSync(place));
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

function exists(dir: string, path: string): boolean {
  try {
    return resolveBeneath(dir, path, isThere);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
