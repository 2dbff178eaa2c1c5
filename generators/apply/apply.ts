import { chmodSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, posix, resolve } from "node:path";
import { SpireError } from "../../schema/errors.ts";
import { commit, rollBack } from "./commit.ts";
import { closeJournal, type Journal, JOURNAL, stagedPath, writeJournal } from "./journal.ts";
import { makeFolder } from "../files/make-folder.ts";
import type { Plan } from "../plan/plan.ts";
import { type Preparation, prepare } from "./prepare.ts";
import { BOOKKEEPING } from "../files/project-paths.ts";
import { resolveNewFolderBeneath } from "../files/resolve-beneath.ts";
import type { ProjectState } from "../project/state.ts";

const NOT_UNDONE =
  `Writing failed halfway and could not be undone yet; the next command goes on with that ` +
  `(what was replaced is in ${JOURNAL}/old/)`;

/**
 * Carries out a plan, all of it or nothing: every file is first written to a stage inside the
 * project, what is to be done is written to a journal, then the files are moved into place.
 * Whatever goes wrong, the moves are undone; when the process is killed, `recover` completes them.
 *
 * After a power cut this holds too as long as the journal stands: staged files that did not reach
 * the disk are noticed and the run is undone. The files themselves are not flushed one by one.
 *
 * @param dir the project folder; made when it is missing
 * @param seen what the plan was made from: a file that was saved since then stops the run
 * @throws {SpireError} E_CANNOT_WRITE; the project is as it was before, unless the message says more
 * @throws Error when the plan holds refusals
 */
export function apply(
  dir: string,
  plan: Pick<Plan, "writes" | "deletes" | "refusals">,
  seen: ProjectState["files"] = new Map(),
): void {
  if (plan.refusals.length > 0) throw new Error("a plan with refusals must not be applied");
  if (plan.writes.length === 0 && plan.deletes.length === 0) return;
  let made: string | undefined;
  let preparation: Preparation;
  try {
    made = makeFolder(dir, JOURNAL);
    preparation = prepare(dir, plan, seen);
    stage(dir, plan.writes, preparation.modes);
    writeJournal(dir, preparation.journal, "forward");
  } catch (error) {
    discard(dir, made);
    throw failed("Nothing was written", error);
  }
  commitOrRollBack(dir, preparation.journal, made);
}

function commitOrRollBack(dir: string, journal: Journal, made: string | undefined): void {
  try {
    const onEdited = (path: string) => {
      throw new Error(`${path} was changed while spire was at work. Run the command again.`);
    };
    commit(dir, journal, { onEdited, wholeFolders: true });
  } catch (error) {
    const undone = isRolledBack(dir, journal);
    if (undone) discard(dir, made);
    throw failed(undone ? "Nothing was written" : NOT_UNDONE, error);
  }
  try {
    closeJournal(dir);
  } catch (error) {
    throw failed("Everything was written, and what is left over could not be removed", error);
  }
}

function failed(outcome: string, cause: unknown): SpireError {
  const message = `${outcome}: ${(cause as Error).message}`;
  return new SpireError("E_CANNOT_WRITE", message, undefined, { cause });
}

/** Whether all could be undone. A file that was saved in this very moment stays as it is. */
function isRolledBack(dir: string, journal: Journal): boolean {
  try {
    writeJournal(dir, journal, "back");
    rollBack(dir, journal, () => {});
    return true;
  } catch {
    return false;
  }
}

function stage(dir: string, writes: Plan["writes"], modes: Preparation["modes"]): void {
  const folders = new Map<string, Plan["writes"]>();
  for (const write of writes) {
    const folder = posix.dirname(write.path);
    folders.set(folder, [...(folders.get(folder) ?? []), write]);
  }
  for (const [folder, files] of folders) {
    resolveNewFolderBeneath(dir, posix.normalize(stagedPath(folder)), (place) => {
      for (const { path, content } of files) {
        const file = resolve(place, posix.basename(path));
        writeFileSync(file, content, { flag: "wx" });
        const mode = modes.get(path);
        if (mode !== undefined) chmodSync(file, mode);
      }
    });
  }
}

/** Removes the stage, and the folders that were made for it if nothing else is in them. */
function discard(dir: string, made: string | undefined): void {
  try {
    closeJournal(dir);
    if (made === undefined) return;
    for (let folder = resolve(dir, BOOKKEEPING); folder.length >= made.length;) {
      rmdirSync(folder);
      folder = dirname(folder);
    }
  } catch {
    // The next command removes what is left.
  }
}
