import { closeSync, constants, existsSync, lstatSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { isSpireError, SpireError } from "../../schema/errors.ts";

/**
 * Among the folders of a path is a link. Spire goes through none, wherever it leads.
 *
 * @param link relative to the project
 */
export function behindLink(path: string, link: string): SpireError {
  const fault = path === link ? `${link} is a link` : `${path} lies behind a link (${link})`;
  return new SpireError(
    "E_REFUSED",
    `${fault}, and spire goes through none.`,
    "It may have come with the repository. Put a folder in its place.",
  );
}

/** Whether what is thrown here is {@link behindLink}. */
export function isBehindLink(error: unknown): error is SpireError {
  return isSpireError(error, "E_REFUSED");
}

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY;

/**
 * Whether an open folder can be named by its number. Then a path cannot change between the look at
 * it and its use, as with openat(2), which Node does not have.
 */
const PINS = process.platform === "linux" && existsSync("/proc/self/fd");

/** An open folder, or on systems that cannot pin one its path. */
export interface Folder {
  /** The path by which the system finds it until it is closed. */
  place: string;
  close(): void;
}

/**
 * Uses a path of a project at a moment at which none of its folders is a link. On Linux the folder
 * it lies in stays pinned as long as that takes, so that nobody can put a link in its place;
 * elsewhere each folder is looked at right before.
 *
 * @param dir the project folder, which may itself be reached through links
 * @param path relative to `dir`, with forward slashes; its last part need not exist, and may be a
 *   link, which `use` must not follow
 * @param use gets the path by which the system finds it, good during the call only
 * @throws {SpireError} E_REFUSED for a link; the system's ENOENT or ENOTDIR when a folder on the way is missing
 */
export function resolveBeneath<T>(dir: string, path: string, use: (place: string) => T): T {
  const { parent, name } = split(path);
  return inFolder(dir, parent, enterFolder, (folder) => use(join(folder, name)));
}

/** The same; folders that are missing on the way are made. */
export function resolveNewBeneath<T>(dir: string, path: string, use: (place: string) => T): T {
  const { parent, name } = split(path);
  return inFolder(dir, parent, openOrMake, (folder) => use(join(folder, name)));
}

/** {@link resolveBeneath} for two paths at a time; folders that are missing on the way to `to` are made. */
export function resolveBothBeneath<T>(
  dir: string,
  from: string,
  to: string,
  use: (from: string, to: string) => T,
): T {
  return resolveBeneath(dir, from, (first) =>
    resolveNewBeneath(dir, to, (second) => use(first, second)),
  );
}

/** {@link resolveBeneath} for a folder itself. */
export function resolveFolderBeneath<T>(dir: string, folder: string, use: (place: string) => T): T {
  return inFolder(dir, folder, enterFolder, use);
}

/** The same; folders that are missing on the way are made, and the folder itself. */
export function resolveNewFolderBeneath<T>(
  dir: string,
  folder: string,
  use: (place: string) => T,
): T {
  return inFolder(dir, folder, openOrMake, use);
}

/** Keeps a folder of a project pinned until it is closed. */
export function pin(dir: string, folder: string): Folder {
  return enter(dir, folder, enterFolder);
}

/** The first link among the folders of `path`; null: there is none, or one of them is missing. */
export function linkOnTheWay(dir: string, path: string): string | null {
  const folders = path.split("/").slice(0, -1);
  for (let length = 1; length <= folders.length; length += 1) {
    const folder = folders.slice(0, length).join("/");
    const stat = lstatSync(join(dir, folder), { throwIfNoEntry: false });
    if (stat === undefined) return null;
    if (stat.isSymbolicLink()) return folder;
  }
  return null;
}

function split(path: string): { parent: string; name: string } {
  const cut = path.lastIndexOf("/");
  return { parent: cut < 0 ? "." : path.slice(0, cut), name: path.slice(cut + 1) };
}

function inFolder<T>(
  dir: string,
  folder: string,
  open: (place: string) => Folder,
  use: (place: string) => T,
): T {
  const { place, close } = enter(dir, folder, open);
  try {
    return use(place);
  } catch (error) {
    throw inWords(error, place, join(dir, folder));
  } finally {
    close();
  }
}

function enter(dir: string, path: string, open: (place: string) => Folder): Folder {
  const parts = path === "." ? [] : path.split("/");
  if (parts.some((part) => /^\.{0,2}$/.test(part))) throw new Error(`${path} is no plain path`);
  let folder = openFolder(dir, FOLDER);
  for (const [index, part] of parts.entries()) {
    const outer = folder;
    const place = join(outer.place, part);
    try {
      folder = open(place);
    } catch (error) {
      const name = parts.slice(0, index + 1).join("/");
      throw isLinkAt(place) ? behindLink(path, name) : inWords(error, place, join(dir, name));
    } finally {
      outer.close();
    }
  }
  return folder;
}

function openOrMake(place: string): Folder {
  try {
    return enterFolder(place);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  try {
    mkdirSync(place);
  } catch (error) {
    // Another run made it in between.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return enterFolder(place);
}

/** @throws the system's ENOTDIR when there is a link or a file */
function enterFolder(place: string): Folder {
  if (!PINS && !lstatSync(place).isDirectory()) {
    throw Object.assign(new Error(`ENOTDIR: not a directory, '${place}'`), { code: "ENOTDIR" });
  }
  return openFolder(place, FOLDER | constants.O_NOFOLLOW);
}

function openFolder(place: string, flags: number): Folder {
  if (!PINS) return { place, close: () => {} };
  const handle = openSync(place, flags);
  return { place: `/proc/self/fd/${handle}`, close: () => closeSync(handle) };
}

/** The system names a pinned folder by its number, which tells a person nothing. */
function inWords(error: unknown, place: string, path: string): unknown {
  if (error instanceof Error) error.message = error.message.replaceAll(place, path);
  return error;
}

function isLinkAt(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
