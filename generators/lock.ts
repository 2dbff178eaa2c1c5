import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { refuseLinkedJournal } from "./journal.ts";
import { isMissing } from "./place.ts";
import { BOOKKEEPING } from "./project-paths.ts";

/** Held by the one run that may write. */
export const LOCK_FILE = `${BOOKKEEPING}/lock`;

/** How long a second run waits for the first one, and how often it looks, in milliseconds. */
const PATIENCE = 3000;
const PAUSE = 50;
/** A lock of another machine cannot be checked; no run takes so long. In milliseconds. */
const FOREIGN_AGE = 10 * 60_000;
/** A lock without words was left by a run that was killed while it wrote them. In milliseconds. */
const EMPTY_AGE = 1000;

interface Holder {
  pid: number;
  host: string;
  /** When the lock was taken, ISO 8601. */
  since: string;
  /** When the process started, as the system counts it: numbers of processes are used again. */
  started: string;
}

/** Another run holds the project. */
export class LockedError extends Error {
  override name = "LockedError";
}

/**
 * Takes the project's lock, over from a holder that is gone; waits three seconds for one that is
 * not.
 *
 * @param dir the project folder; made when it is missing, and removed again if it stays empty
 * @returns gives the lock back
 * @throws LockedError when another run still holds it; Error when `.spire` leads out
 */
export async function takeLock(dir: string): Promise<() => void> {
  refuseLinkedJournal(dir);
  const file = resolve(dir, LOCK_FILE);
  const made = mkdirSync(dirname(file), { recursive: true });
  const { pid } = process;
  const since = new Date().toISOString();
  const words = JSON.stringify({ pid, host: hostname(), since, started: startOf(pid) });
  for (let waited = 0; !tryTake(file, words); waited += PAUSE) {
    const text = read(file);
    if (text === null) continue;
    if (isStale(file, text)) takeOver(file, text);
    else if (waited >= PATIENCE) throw new LockedError(described(text));
    else await setTimeout(PAUSE);
  }
  return () => giveBack(dir, file, words, made);
}

function tryTake(file: string, words: string): boolean {
  try {
    writeFileSync(file, words, { flag: "wx" });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    // The run before has just given the lock back, and its empty folder with it.
    if (code !== "ENOENT") throw error;
    mkdirSync(dirname(file), { recursive: true });
    return false;
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isStale(file: string, text: string): boolean {
  const holder = parse(text);
  if (holder === null) return ageOf(file) > EMPTY_AGE;
  if (holder.host !== hostname()) return ageOf(file) > FOREIGN_AGE;
  return !isRunning(holder.pid) || startOf(holder.pid) !== holder.started;
}

/** By a rename, so that of two that want to, one does; the other's lock is put back. */
function takeOver(file: string, stale: string): void {
  const aside = asideOf(file);
  try {
    renameSync(file, aside);
    if (read(aside) !== stale) linkSync(aside, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST" && code !== "ENOENT") throw error;
  }
  remove(aside);
}

function asideOf(file: string): string {
  return `${file}.stale`;
}

function giveBack(dir: string, file: string, words: string, made: string | undefined): void {
  remove(asideOf(file));
  if (read(file) === words) remove(file);
  // Only what is empty goes: the folder of a run that had nothing to write.
  let folder = resolve(dir, BOOKKEEPING);
  const last = made ?? folder;
  try {
    for (; folder.length >= last.length; folder = dirname(folder)) rmdirSync(folder);
  } catch {
    // It is in use.
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function parse(text: string): Holder | null {
  try {
    const holder = JSON.parse(text) as Holder;
    return Number.isInteger(holder.pid) && holder.pid > 0 ? holder : null;
  } catch {
    return null;
  }
}

function ageOf(file: string): number {
  return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Field 22 of proc(5)'s `stat`; empty where the system has no such file. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function described(text: string): string {
  const holder = parse(text);
  if (holder === null) return `Another run holds ${LOCK_FILE}.`;
  const { pid, host, since } = holder;
  return `Another run is writing this project: process ${pid} on ${host}, since ${since}.`;
}
