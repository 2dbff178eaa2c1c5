import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** Another process has the embedded database open. Two at once would destroy it. */
export class FolderInUse extends Error {
  constructor(folder: string, pid: number, file: string) {
    super(
      `The database in ${folder} is in use by process ${pid} (npm run dev?): end that first. ` +
        `If there is no such process, remove ${file}.`,
    );
  }
}

/**
 * Holds PGlite's folder for this process, until the returned call or its end. The lock of a process
 * that is gone is taken over.
 *
 * @throws FolderInUse
 */
export function lockFolder(folder: string): () => void {
  const file = `${folder}.lock`;
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    // Linked, not written: whoever finds the lock finds the number in it.
    while (!link(own, file)) removeStale(folder, file, `${own}.stale`);
  } finally {
    rmSync(own, { force: true });
  }
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  return () => {
    process.off("exit", release);
    release();
  };
}

function link(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function removeStale(folder: string, file: string, aside: string): void {
  const holder = holderOf(file);
  if (holder === null) return; // it has just gone
  if (isAlive(holder)) throw new FolderInUse(folder, holder, file);
  renameSync(file, aside);
  // Between the two steps a third process may have put its own lock there.
  if (holderOf(aside) !== holder) link(aside, file);
  rmSync(aside);
}

function holderOf(file: string): number | null {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  // In a container every start may get the same number: the one before is gone, then.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
