import { lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { type Change, contentDigest, type Journal } from "./journal.ts";
import { isMissing } from "../files/is-missing.ts";
import type { Plan } from "../plan/plan.ts";
import { behindLink, linkOnTheWay } from "../files/resolve-beneath.ts";
import type { ProjectState } from "../project/state.ts";

/** A plan held against the disk. */
export interface Preparation {
  journal: Journal;
  /** Permission bits of the files that are replaced, by path. */
  modes: ReadonlyMap<string, number>;
}

/**
 * Looks at every file that a plan replaces or deletes, and writes nothing.
 *
 * @throws Error in a sentence with the path when one cannot be written: it lies behind a link,
 *   is no plain file, is read-only, differs only in case from another one, or is not as
 *   it was `seen`
 */
export function prepare(
  dir: string,
  { writes, deletes }: Pick<Plan, "writes" | "deletes">,
  seen: ProjectState["files"],
): Preparation {
  refuseLinks(dir, [...writes.map(({ path }) => path), ...deletes]);
  const modes = new Map<string, number>();
  const changes: Change[] = [];
  for (const path of deletes) {
    const found = look(dir, path, seen);
    if (found !== null) changes.push({ path, before: found.digest, after: null });
  }
  const cases = caseGuard(dir, deletes);
  const folders = new Set<string>();
  for (const { path, content } of writes) {
    const found = look(dir, path, seen);
    if (found === null) {
      const missing = cases.firstMissing(path);
      if (missing !== path) folders.add(missing);
    } else modes.set(path, found.mode);
    changes.push({ path, before: found?.digest ?? null, after: contentDigest(content) });
  }
  return { journal: { changes, folders: [...folders] }, modes };
}

function look(
  dir: string,
  path: string,
  seen: ProjectState["files"],
): { digest: string; mode: number } | null {
  const entry = seen.get(path);
  const stat = statOf(dir, path);
  if (stat === undefined) return null;
  if (!stat.isFile()) throw new Error(`${path} is no plain file. Move it out of the way.`);
  // Asked of the bits, because the system lets an administrator write everything.
  if ((stat.mode & 0o222) === 0) throw new Error(`${path} is read-only. Make it writable.`);
  const content = readFileSync(join(dir, path));
  if (entry?.kind === "file" && entry.text !== content.toString("utf8")) {
    throw new Error(`${path} was changed while spire was at work. Run the command again.`);
  }
  return { digest: contentDigest(content), mode: stat.mode & 0o7777 };
}

function statOf(dir: string, path: string): Stats | undefined {
  try {
    return lstatSync(join(dir, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") {
      throw new Error(`${path} cannot be written: what should be a folder is a file.`, {
        cause: error,
      });
    }
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function refuseLinks(dir: string, paths: readonly string[]): void {
  const folders = new Map(paths.map((path) => [dirname(path), path]));
  for (const path of folders.values()) {
    const link = linkOnTheWay(dir, path);
    if (link !== null) throw behindLink(path, link);
  }
}

/** Finds the topmost part of a new path that does not exist, and refuses it if only its case is new. */
function caseGuard(dir: string, deletes: readonly string[]) {
  const known = new Map<string, string>();
  const listings = new Map<string, Map<string, string>>();

  function listing(folder: string): Map<string, string> {
    let names = listings.get(folder);
    if (names === undefined) {
      const entries = statOf(dir, folder) === undefined ? [] : readdirSync(join(dir, folder));
      listings.set(folder, (names = new Map(entries.map((name) => [fold(name), name]))));
    }
    return names;
  }

  function firstMissing(path: string): string {
    const folder = dirname(path);
    if (folder !== "." && !isFolder(folder)) return remembered(folder);
    const sibling = listing(folder).get(fold(path.slice(folder === "." ? 0 : folder.length + 1)));
    const other = folder === "." ? sibling : `${folder}/${sibling}`;
    if (sibling !== undefined && other !== path && !isDeleted(other ?? "")) {
      throw new Error(`${path} and ${other} are the same file where case does not count.`);
    }
    return path;
  }

  function remembered(folder: string): string {
    let first = known.get(folder);
    if (first === undefined) known.set(folder, (first = firstMissing(folder)));
    return first;
  }

  const folders = new Map<string, boolean>();
  function isFolder(folder: string): boolean {
    let there = folders.get(folder);
    if (there === undefined) {
      folders.set(folder, (there = statOf(dir, folder) !== undefined));
    }
    return there;
  }

  function isDeleted(path: string): boolean {
    return deletes.some((deleted) => deleted === path || deleted.startsWith(`${path}/`));
  }

  return { firstMissing };
}

function fold(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
