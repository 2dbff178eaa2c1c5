import {
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Plan } from "./plan.ts";
import { placeOf } from "./place.ts";
import { BOOKKEEPING } from "./project-paths.ts";

/** Where the new files wait and the replaced ones are kept until everything is in place. */
const STAGE = `${BOOKKEEPING}/stage`;

const NOT_UNDONE =
  `Writing failed halfway and not all of it could be undone; what was replaced is in ` +
  `${STAGE}/old/`;

/** Thrown when writing failed; the project is as it was before, unless the message says more. */
export class ApplyError extends Error {
  constructor(outcome: string, cause: unknown) {
    super(`${outcome}: ${(cause as Error).message}`, { cause });
    this.name = "ApplyError";
  }
}

/** A rename inside the project, by path relative to it. */
interface Move {
  from: string;
  to: string;
}

/**
 * Carries out a plan, all of it or nothing: every file is first written to a stage inside the
 * project, then moved into place; whatever goes wrong, the moves are undone in reverse order.
 *
 * @param dir the project folder; made when it is missing
 * @throws ApplyError when anything could not be written; Error when the plan holds refusals
 */
export function apply(dir: string, plan: Pick<Plan, "writes" | "deletes" | "refusals">): void {
  if (plan.refusals.length > 0) throw new Error("a plan with refusals must not be applied");
  if (plan.writes.length === 0 && plan.deletes.length === 0) return;
  const done: (() => void)[] = [];
  try {
    refuseLinksOut(dir, plan);
    clearStage(dir);
    makeFolder(join(dir, STAGE), done);
    stage(dir, plan.writes);
    for (const move of movesOf(dir, plan)) {
      makeFolder(dirname(join(dir, move.to)), done);
      renameSync(join(dir, move.from), join(dir, move.to));
      done.push(() => renameSync(join(dir, move.to), join(dir, move.from)));
    }
    removeEmptyFolders(dir, plan.deletes);
  } catch (error) {
    const undone = undoAll(done);
    throw new ApplyError(undone ? "Nothing was written" : NOT_UNDONE, error);
  }
  rmSync(join(dir, STAGE), { recursive: true, force: true });
}

/** Undoes the steps in reverse order, up to one that fails, so that no original is removed. */
function undoAll(done: readonly (() => void)[]): boolean {
  try {
    for (const undo of done.toReversed()) undo();
    return true;
  } catch {
    return false;
  }
}

/** Also at the last moment, nothing is written or moved through a link that leads out. */
function refuseLinksOut(dir: string, plan: Pick<Plan, "writes" | "deletes">): void {
  const paths = [STAGE, ...plan.writes.map((write) => write.path), ...plan.deletes];
  const folders = new Map(paths.map((path) => [dirname(path), path]));
  for (const [folder, path] of folders) {
    if (placeOf(dir, join(dir, folder)) === "outside") {
      throw new Error(`${path} lies behind a link that leads out of the project.`);
    }
  }
}

/** Removes what an interrupted run staged; files of the project that it moved there are not ours. */
function clearStage(dir: string): void {
  if (exists(join(dir, STAGE, "old"))) {
    throw new Error(
      `an earlier run was interrupted. Files that it moved are in ${STAGE}/old/: put them back ` +
        `where they belong, and delete ${STAGE}/.`,
    );
  }
  rmSync(join(dir, STAGE), { recursive: true, force: true });
}

function stage(dir: string, writes: Plan["writes"]): void {
  const folders = new Set<string>();
  for (const { path, content } of writes) {
    const file = join(dir, STAGE, "new", path);
    const folder = dirname(file);
    if (!folders.has(folder)) {
      mkdirSync(folder, { recursive: true });
      folders.add(folder);
    }
    writeFileSync(file, content);
  }
}

/**
 * The moves that bring the stage into place. A staged folder that the project does not have is
 * moved as a whole; what is replaced or deleted is moved to the stage first.
 */
function movesOf(dir: string, plan: Pick<Plan, "writes" | "deletes">): Move[] {
  const moves: Move[] = plan.deletes
    .filter((path) => exists(join(dir, path)))
    .map((path) => ({ from: path, to: `${STAGE}/old/${path}` }));
  const visit = (folder: string) => {
    const staged = join(dir, STAGE, "new", folder);
    for (const entry of exists(staged) ? readdirSync(staged, { withFileTypes: true }) : []) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const taken = lstatSync(join(dir, path), { throwIfNoEntry: false });
      if (taken !== undefined && entry.isDirectory()) {
        visit(path);
        continue;
      }
      if (taken?.isFile() === false) throw new Error(`${path} is no plain file.`);
      if (taken !== undefined) moves.push({ from: path, to: `${STAGE}/old/${path}` });
      moves.push({ from: `${STAGE}/new/${path}`, to: path });
    }
  };
  visit("");
  return moves;
}

/** Makes a folder with its parents and remembers how to remove those that were not there. */
function makeFolder(folder: string, done: (() => void)[]): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  done.push(() => rmSync(first, { recursive: true, force: true }));
}

function removeEmptyFolders(dir: string, deleted: readonly string[]): void {
  const folders = new Set(deleted.map((path) => dirname(path)));
  for (const start of folders) {
    for (let folder = start; folder !== "." && folder !== ""; folder = dirname(folder)) {
      try {
        rmdirSync(join(dir, folder));
      } catch {
        break;
      }
    }
  }
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
