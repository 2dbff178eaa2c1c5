import { closeJournal, readJournal } from "../../../../generators/apply/journal.ts";
import { type Recovery, recover } from "../../../../generators/apply/recover.ts";

/**
 * What the next command does before anything else.
 *
 * @throws Error when the journal is not this user's
 */
export function recoverProject(dir: string): Recovery | null {
  const state = readJournal(dir);
  if (state.kind === "foreign") throw new Error("foreign");
  if (state.kind === "own") return recover(dir, state.found);
  if (state.kind === "rubbish") closeJournal(dir);
  return null;
}
