import { cannotWrite } from "./cannot-write.ts";
import { commit, isStageWhole, rollBack } from "./commit.ts";
import { closeJournal, type FoundJournal, mayMove, writeJournal } from "./journal.ts";

/** What became of an interrupted run. */
export interface Recovery {
  outcome: "completed" | "undone";
  /** Files that are not as the journal says; they were left as they stand. */
  edited: string[];
}

/**
 * Completes a run that was killed while it moved files, or undoes it when it was being undone or
 * its staged files are damaged. To be called under the project's lock. What the journal names
 * outside of the project is passed over, and no link is gone through.
 *
 * @throws {SpireError} E_REFUSED for a link, E_CANNOT_WRITE
 */
export function recover(dir: string, found: FoundJournal): Recovery {
  try {
    return recovered(dir, found);
  } catch (error) {
    throw cannotWrite(error);
  }
}

function recovered(dir: string, { journal, direction }: FoundJournal): Recovery {
  const edited: string[] = [];
  const onEdited = (path: string) => void edited.push(path);
  const moves = {
    changes: journal.changes.filter(({ path }) => mayMove(path)),
    folders: journal.folders.filter(mayMove),
  };
  const isForward = direction === "forward" && isStageWhole(dir, moves);
  if (isForward) commit(dir, moves, { onEdited });
  else {
    if (direction === "forward") writeJournal(dir, moves, "back");
    rollBack(dir, moves, onEdited);
  }
  closeJournal(dir);
  return { outcome: isForward ? "completed" : "undone", edited };
}
