import { realpathSync } from "node:fs";
import { relative, sep } from "node:path";

/** Where a folder really is, with every link followed. */
export type Place = "inside" | "missing" | "outside";

/** Where `folder` is in relation to the project folder `dir`; both are absolute or both relative. */
export function placeOf(dir: string, folder: string): Place {
  try {
    const way = relative(realpathSync(dir), realpathSync(folder));
    return way === ".." || way.startsWith(`..${sep}`) ? "outside" : "inside";
  } catch (error) {
    if (isMissing(error)) return "missing";
    throw error;
  }
}

/** Whether a file operation failed because there is nothing at the path. */
export function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ENOTDIR";
}
