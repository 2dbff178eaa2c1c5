import { lstatSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, sep } from "node:path";

/**
 * The user's own folder for what spire remembers outside of projects: `spire` in `XDG_STATE_HOME`,
 * by default `~/.local/state` (on Windows in `LOCALAPPDATA`). Nothing that a repository brings may
 * lie there, so it must be neither in the project nor in the work tree around it.
 *
 * @param dir the project folder
 * @returns null when there is none that can be trusted
 */
export function stateFolder(dir: string): string | null {
  const home = existingHome();
  const named = process.env[process.platform === "win32" ? "LOCALAPPDATA" : "XDG_STATE_HOME"];
  const parent = named && isAbsolute(named) ? named : home && join(home, ".local", "state");
  if (!parent) return null;
  const folder = join(parent, "spire");
  const place = join(realPathOf(parent), "spire");
  return broughtBy(realPathOf(dir)).some((brought) => isWithin(place, brought)) ? null : folder;
}

/** A home that does not exist is not made for spire's sake. */
function existingHome(): string | null {
  try {
    const home = homedir();
    return isAbsolute(home) && lstatSync(home, { throwIfNoEntry: false }) ? home : null;
  } catch {
    // The user has no entry in the system's list.
    return null;
  }
}

/** The project, and every folder around it that is a git work tree. */
function broughtBy(dir: string): string[] {
  const folders = [dir];
  for (let folder = dir; ; folder = dirname(folder)) {
    if (lstatSync(join(folder, ".git"), { throwIfNoEntry: false })) folders.push(folder);
    if (dirname(folder) === folder) return folders;
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** With every link followed, as far as the path exists. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPathOf(parent), relative(parent, path));
  }
}
