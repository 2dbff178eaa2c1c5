import { AsyncLocalStorage } from "node:async_hooks";
import { lstatSync } from "node:fs";
import { resolve } from "node:path";
import { closeJournal, type JournalState, readJournal } from "./journal.ts";
import { cannotWrite } from "./cannot-write.ts";
import { isLocked, takeLock, waitForLock } from "./lock.ts";
import { recover } from "./recover.ts";
import { SpireError } from "../../schema/errors.ts";

/** The project that the work at hand holds already, so that it does not wait for itself. */
const held = new AsyncLocalStorage<string>();

/**
 * Does something to a project that no other run may do at the same time, after completing or
 * undoing what an interrupted run has left.
 *
 * @throws {SpireError} E_LOCKED when another run does not end soon, E_FOREIGN_JOURNAL when what
 *   was left is not this user's, E_CANNOT_WRITE
 */
export async function holdProject<T>(dir: string, work: () => Promise<T>): Promise<T> {
  return holdUnsettled(dir, async () => {
    settle(dir);
    return work();
  });
}

/** Completes or undoes what an interrupted run has left, if it has left anything. */
export async function settleProject(dir: string): Promise<void> {
  if (isLocked(dir) || readJournal(dir).kind !== "nothing") await holdProject(dir, async () => {});
}

/** The same, with whatever an interrupted run has left. */
export async function holdUnsettled<T>(dir: string, work: () => Promise<T>): Promise<T> {
  if (held.getStore() === resolve(dir)) return work();
  const release = await takeLock(dir);
  try {
    return await held.run(resolve(dir), work);
  } finally {
    release();
  }
}

/**
 * Waits until no other run writes. For work that only reads: nothing is moved for it.
 *
 * @throws {SpireError} E_LOCKED, E_FOREIGN_JOURNAL, E_INTERRUPTED when a run of this user's was
 *   interrupted and half of its files are in their places
 */
export async function expectSettled(dir: string): Promise<void> {
  if (held.getStore() === resolve(dir)) return;
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

function settle(dir: string): void {
  const state = readJournal(dir);
  refuseForeign(state);
  try {
    if (state.kind === "rubbish") closeJournal(dir);
    if (state.kind !== "own") return;
    const recovery = recover(dir, state.found);
    const edited = recovery.edited.map((path) => `\n  ${path} was saved since, and left as it is.`);
    process.stderr.write(`An interrupted run was ${recovery.outcome} first.${edited.join("")}\n`);
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
