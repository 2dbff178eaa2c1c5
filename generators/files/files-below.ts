import { lstatSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { linkOnTheWay } from "./resolve-beneath.ts";

/**
 * The plain files below a folder of a project, by path relative to the project. No link is
 * followed; where the folder is one itself, or lies behind one, there are none.
 */
export function filesBelow(dir: string, folder: string): string[] {
  const top = join(dir, folder);
  const isFolder = lstatSync(top, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder || linkOnTheWay(dir, folder) !== null) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join("/"));
}
