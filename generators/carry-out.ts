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
import { type Change, digestAt, type Journal, replacedPath, stagedPath } from "./journal.ts";
import { placeOf } from "./place.ts";

/** Told of a file that someone saved after the run had started; it is left as it stands. */
export type OnEdited = (path: string) => void;

/**
 * Moves the staged files of a journal into place. May be called again after it was interrupted
 * anywhere: what is done already is left alone. A file that is replaced is never missing: it is
 * first linked to the `old/` folder, then replaced by a rename.
 *
 * @param onEdited told of a file that is not as the journal says; neither it nor its record in the
 *   base store is touched, so that the next generation sees an edited file. May throw.
 */
export function carryOut(dir: string, { changes, folders }: Journal, onEdited: OnEdited): void {
  const edited = editedFiles(onEdited);
  for (const change of changes) {
    if (change.after === null && !edited.concerns(change.path)) remove(dir, change, edited.add);
  }
  const moved = new Set(folders.filter((folder) => moveFolder(dir, folder)));
  for (const change of changes) {
    if (change.after === null || edited.concerns(change.path)) continue;
    if (moved.size === 0 || !isBelow(change.path, moved)) place(dir, change, edited.add);
  }
  removeEmptyFolders(
    dir,
    changes.filter(({ after }) => after === null),
  );
}

/** Undoes what {@link carryOut} has done so far. May be called again after it was interrupted. */
export function undo(dir: string, { changes, folders }: Journal, onEdited: OnEdited): void {
  const edited = editedFiles(onEdited);
  for (const change of changes) {
    if (!edited.concerns(change.path)) undoChange(dir, change, edited.add);
  }
  const made = new Set(folders);
  const created = changes.filter(({ path, before }) => before === null && isBelow(path, made));
  removeEmptyFolders(dir, created, (folder) => made.has(folder));
}

/** Whether every staged file that is still to be moved is whole: after a power cut it may not be. */
export function isStageWhole(dir: string, { changes }: Journal): boolean {
  return changes.every(({ path, after }) => {
    const staged = digestAt(stagedPath(dir, path));
    return after === null || staged === null || staged === after;
  });
}

function editedFiles(onEdited: OnEdited) {
  const paths: string[] = [];
  return {
    add(path: string): void {
      onEdited(path);
      paths.push(path);
    },
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
  if (current !== null && current !== after) {
    onEdited(path);
    return;
  }
  if (before === null) {
    if (current !== null) unlinkSync(file);
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  renameSync(replacedPath(dir, path), file);
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
export function isBelow(path: string, folders: ReadonlySet<string>): boolean {
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
