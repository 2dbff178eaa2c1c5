import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { resolveNewFolderBeneath } from "./resolve-beneath.ts";

/**
 * Makes a folder of a project, and the project's own folder, as far as they are missing.
 *
 * @returns the topmost folder that was made, as an absolute path; undefined when all were there
 * @throws {SpireError} E_REFUSED for a link; the system's error when a folder cannot be made
 */
export function makeFolder(dir: string, folder: string): string | undefined {
  const made = makeFolders(resolve(dir));
  const parts = folder.split("/");
  const paths = parts.map((_, index) => resolve(dir, ...parts.slice(0, index + 1)));
  const missing = paths.find((path) => !existsSync(path));
  resolveNewFolderBeneath(dir, folder, () => {});
  return made ?? missing;
}

/**
 * Makes a folder and those above it, as far as they are missing. Node's own way of doing so never
 * comes back where the system says that a folder is missing and makes none, such as in proc(5).
 *
 * @param path absolute
 * @returns the topmost folder that was made; undefined when it was there
 */
export function makeFolders(path: string, mode?: number): string | undefined {
  if (existsSync(path)) return undefined;
  const made = makeFolders(dirname(path), mode);
  mkdirSync(path, { mode });
  return made ?? path;
}
