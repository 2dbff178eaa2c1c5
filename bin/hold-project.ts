import { AsyncLocalStorage } from "node:async_hooks";
import { lstatSync } from "node:fs";
import { join, resolve } from "node:path";
import { LOCK_FILE, LockedError, takeLock } from "../generators/lock.ts";
import { needsRecovery, recover } from "../generators/recover.ts";
import { CommandError } from "./errors.ts";

/** The project that the work at hand holds already, so that it does not wait for itself. */
const held = new AsyncLocalStorage<string>();

/**
 * Does something to a project that no other run may do at the same time, after completing or
 * undoing what an interrupted run has left.
 *
 * @throws {CommandError} E_LOCKED when another run does not end soon, E_CANNOT_WRITE
 */
export async function holdProject<T>(dir: string, work: () => Promise<T>): Promise<T> {
  if (held.getStore() === resolve(dir)) return work();
  const release = await lock(dir);
  try {
    settle(dir);
    return await held.run(resolve(dir), work);
  } finally {
    release();
  }
}

/**
 * The same for work that only reads: the project is held as long as an interrupted run is
 * completed or undone, and not at all when there is none.
 */
export async function settleProject(dir: string): Promise<void> {
  // A file in the folder's place: whoever called says so in better words.
  if (lstatSync(dir, { throwIfNoEntry: false })?.isFile()) return;
  const isLocked = lstatSync(join(dir, LOCK_FILE), { throwIfNoEntry: false }) !== undefined;
  if (isLocked || needsRecovery(dir)) await holdProject(dir, async () => {});
}

async function lock(dir: string): Promise<() => void> {
  try {
    return await takeLock(dir);
  } catch (error) {
    if (error instanceof LockedError) {
      const hint = `Wait for it. If there is no such process any more, delete ${LOCK_FILE}.`;
      throw new CommandError("E_LOCKED", error.message, hint);
    }
    throw cannotWrite(error);
  }
}

function settle(dir: string): void {
  let recovery;
  try {
    recovery = recover(dir);
  } catch (error) {
    throw cannotWrite(error, "An interrupted run could not be completed: ");
  }
  if (recovery === null) return;
  const edited = recovery.edited.map((path) => `\n  ${path} was saved since, and left as it is.`);
  process.stderr.write(`An interrupted run was ${recovery.outcome} first.${edited.join("")}\n`);
}

function cannotWrite(error: unknown, what = ""): CommandError {
  const hint = "Nothing was lost. Remove the obstacle and run the command again.";
  return new CommandError("E_CANNOT_WRITE", `${what}${(error as Error).message}`, hint);
}
