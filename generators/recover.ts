import { lstatSync } from "node:fs";
import { join } from "node:path";
import { carryOut, isStageWhole, undo } from "./carry-out.ts";
import { closeJournal, JOURNAL, readJournal, turnBack } from "./journal.ts";

/** What became of an interrupted run. */
export interface Recovery {
  outcome: "completed" | "undone";
  /** Files that were saved after the interruption; they were left as they stand. */
  edited: string[];
}

/** Whether an earlier run has left anything behind; costs one look. */
export function needsRecovery(dir: string): boolean {
  return lstatSync(join(dir, JOURNAL), { throwIfNoEntry: false }) !== undefined;
}

/**
 * Completes a run that was killed while it moved files, or undoes it when it was being undone or
 * its staged files are damaged. A run that was killed earlier has changed nothing; its stage is
 * removed. To be called under the project's lock.
 *
 * @returns null when no file of the project was concerned
 * @throws Error in a sentence when the journal cannot be read, or the system refuses
 */
export function recover(dir: string): Recovery | null {
  if (!needsRecovery(dir)) return null;
  const found = readJournal(dir);
  if (found === null) {
    closeJournal(dir);
    return null;
  }
  const { journal } = found;
  const edited: string[] = [];
  const note = (path: string) => void edited.push(path);
  let { direction } = found;
  if (direction === "forward" && !isStageWhole(dir, journal)) {
    turnBack(dir);
    direction = "back";
  }
  if (direction === "forward") carryOut(dir, journal, note);
  else undo(dir, journal, note);
  closeJournal(dir);
  return { outcome: direction === "forward" ? "completed" : "undone", edited };
}
