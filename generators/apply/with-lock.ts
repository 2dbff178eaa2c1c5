import { lstatSync } from "node:fs";
import { SpireError } from "../../schema/errors.ts";
import { cannotWrite } from "./cannot-write.ts";
import { closeJournal, type JournalState, readJournal } from "./journal.ts";
import { isLocked, takeLock, waitForLock } from "./lock.ts";
import { recover, type Recovery } from "./recover.ts";

/** Told of an interrupted run as soon as it was completed or undone: what follows may throw. */
export type OnRecovery = (recovery: Recovery) => void;

/**
 * Does something to a project that no other run may do at the same time, after completing or
 * undoing what an interrupted run has left.
 *
 * @throws {SpireError} E_LOCKED when another run does not end soon, E_FOREIGN_JOURNAL when what
 *   was left is not this user's, E_CANNOT_WRITE
 */
export async function withLock<T>(
  dir: string,
  onRecovery: OnRecovery,
  work: () => Promise<T>,
): Promise<T> {
  return withLockOnly(dir, async () => {
    const recovery = recoverLocked(dir);
    if (recovery !== null) onRecovery(recovery);
    return work();
  });
}

/** The same, with whatever an interrupted run has left. */
export async function withLockOnly<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const release = await takeLock(dir);
  try {
    return await work();
  } finally {
    release();
  }
}

/** Completes or undoes what an interrupted run has left, if it has left anything. */
export async function recoverInterrupted(dir: string, onRecovery: OnRecovery): Promise<void> {
  const isQuiet = !isLocked(dir) && readJournal(dir).kind === "nothing";
  if (!isQuiet) await withLock(dir, onRecovery, async () => {});
}

/**
 * Waits until no other run writes. For work that only reads: nothing is moved for it.
 *
 * @throws {SpireError} E_LOCKED, E_FOREIGN_JOURNAL, E_INTERRUPTED when a run of this user's was
 *   interrupted and half of its files are in their places
 */
export async function expectIdle(dir: string): Promise<void> {
  // Whoever called says in better words that there is no folder.
  if (!lstatSync(dir, { throwIfNoEntry: false })) return;
  await waitForLock(dir);
  let state = readJournal(dir);
  if (state.kind === "own") {
    // It may be of a run that has begun a moment ago.
    await waitForLock(dir);
    state = readJournal(dir);
  }
  refuseForeign(state);
  if (state.kind !== "own") return;
  throw new SpireError(
    "E_INTERRUPTED",
    "A run was interrupted while it wrote this project.",
    "The next `spire gen` completes it; `spire recover` shows its moves.",
  );
}

/** @returns null when no run was interrupted while it moved files */
function recoverLocked(dir: string): Recovery | null {
  const state = readJournal(dir);
  refuseForeign(state);
  try {
    if (state.kind === "rubbish") closeJournal(dir);
    return state.kind === "own" ? recover(dir, state.found) : null;
  } catch (error) {
    throw cannotWrite(error, "An interrupted run could not be completed: ");
  }
}

/** @throws {SpireError} E_FOREIGN_JOURNAL */
function refuseForeign({ kind }: JournalState): void {
  if (kind !== "foreign") return;
  throw new SpireError(
    "E_FOREIGN_JOURNAL",
    "`.spire/journal` says what to move in this project, and it cannot be verified that your spire " +
      "wrote it here: it may have come with the repository, or from another machine or container.",
    "Nothing was moved. `spire recover` shows its moves, and performs or discards them when asked.",
  );
}
