import { lstatSync, mkdirSync, rmdirSync, statfsSync, unlinkSync } from "node:fs";
import type { Server } from "node:net";
import { hostname } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { SpireError } from "../../schema/errors.ts";
import { ignoreMissing, isMissing } from "../files/is-missing.ts";
import { cannotWrite } from "./cannot-write.ts";
import { askHolder, type Holder, listenAt } from "./lock-socket.ts";
import { makeFolder } from "../files/make-folder.ts";
import { BOOKKEEPING } from "../files/project-paths.ts";
import { type Folder, pin, resolveBeneath } from "../files/resolve-beneath.ts";

/**
 * A socket on which the one run that may write listens. The system closes it when that process
 * ends, however it ends; containers that share the folder reach it; and git cannot store one.
 */
export const LOCK_FILE = `${BOOKKEEPING}/lock`;

/** Made for the moment in which one run removes the socket of a process that has ended. */
const REMOVAL = `${LOCK_FILE}.removal`;

/** How long a second run waits for the first one, and how often it looks, in milliseconds. */
const PATIENCE = 3000;
const PAUSE = 50;
/** A removal is over at once, unless its process was killed in the middle. In milliseconds. */
const REMOVAL_AGE = 1000;

/**
 * Takes the project's lock; waits three seconds for another run that holds it.
 *
 * @param dir the project folder; made when it is missing, and removed again if it stays empty
 * @returns gives the lock back
 * @throws {SpireError} E_LOCKED when another run still holds it, E_ENVIRONMENT where the file system
 *   has no sockets, E_REFUSED when `.spire` is a link, E_CANNOT_WRITE
 */
export async function takeLock(dir: string): Promise<() => void> {
  try {
    return await takeInTurn(dir);
  } catch (error) {
    throw cannotWrite(error);
  }
}

async function takeInTurn(dir: string): Promise<() => void> {
  const made = makeFolder(dir, BOOKKEEPING);
  for (let waited = 0; ; waited += PAUSE) {
    const lock = await tryTake(dir);
    if (lock !== null) return () => giveBack(dir, lock, made);
    const identity = identityOf(dir);
    await waitForHolder(dir, waited);
    // Asked twice, for a socket exists a moment before its process listens.
    if (identity !== null && (await holderOf(dir)) === null) removeDead(dir, identity);
  }
}

/**
 * Waits until no other run writes; takes nothing and writes nothing.
 *
 * @throws {SpireError} E_LOCKED when another run does not end within three seconds, E_REFUSED when
 *   `.spire` is a link, E_CANNOT_WRITE
 */
export async function waitForLock(dir: string): Promise<void> {
  try {
    for (let waited = 0; (await holderOf(dir)) !== null; waited += PAUSE) {
      await waitForHolder(dir, waited);
    }
  } catch (error) {
    throw cannotWrite(error);
  }
}

/** Whether anything is at the lock's place, held or not. */
export function isLocked(dir: string): boolean {
  return lockStat(dir) !== null;
}

interface Lock {
  server: Server;
  /** `.spire`, pinned: the server remembers the socket by a path in it. */
  folder: Folder;
  /** {@link identityOf} the socket. */
  identity: string;
}

/** @returns null when something is at the lock's place */
async function tryTake(dir: string): Promise<Lock | null> {
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  let folder: Folder | undefined;
  try {
    folder = pin(dir, BOOKKEEPING);
    const server = await listenAt(join(folder.place, basename(LOCK_FILE)), holder);
    return { server, folder, identity: identityOf(dir) ?? "" };
  } catch (error) {
    folder?.close();
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return null;
    // The run before has just given the lock back, and its empty folder with it.
    if (!isMissing(error)) throw error;
    makeFolder(dir, BOOKKEEPING);
    return null;
  }
}

/** Of the socket at the lock's place; null: nothing is there. Numbers of files are used again. */
function identityOf(dir: string): string | null {
  const stat = lockStat(dir);
  return stat ? `${stat.ino} ${stat.ctimeNs}` : null;
}

function lockStat(dir: string) {
  try {
    return resolveBeneath(dir, LOCK_FILE, (place) => lstatSync(place, { bigint: true }));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Returns when it is worth to try again. */
async function waitForHolder(dir: string, waited: number): Promise<void> {
  const holder = await holderOf(dir);
  if (waited >= PATIENCE) throw locked(holder);
  await setTimeout(PAUSE);
}

/** Who holds the lock; null: nobody. What is no socket holds nothing, whoever put it there. */
async function holderOf(dir: string): Promise<Holder | "silent" | "elsewhere" | null> {
  const stat = lockStat(dir);
  if (!stat?.isSocket()) return null;
  const holder = await resolveBeneath(dir, LOCK_FILE, askHolder);
  return holder === null && isShared(dir) ? "elsewhere" : holder;
}

/** File systems that several machines share: a socket of another machine looks like a dead one. */
const SHARED = new Set([
  0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x65735546, 0x6a656a63,
]);

function isShared(dir: string): boolean {
  return process.platform === "linux" && SHARED.has(statfsSync(dir).type);
}

/** Removes the lock if it is still the one that nobody holds. */
function removeDead(dir: string, identity: string): void {
  try {
    resolveBeneath(dir, REMOVAL, (place) => mkdirSync(place));
  } catch (error) {
    // The folder went with the lock, which another run has removed.
    if (isMissing(error)) return;
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    ignoreMissing(() => resolveBeneath(dir, REMOVAL, removeIfOld));
    return;
  }
  try {
    if (identityOf(dir) === identity) removeIfThere(dir, LOCK_FILE);
  } finally {
    ignoreMissing(() => resolveBeneath(dir, REMOVAL, (place) => rmdirSync(place)));
  }
}

function removeIfOld(place: string): void {
  if (Date.now() - lstatSync(place).mtimeMs > REMOVAL_AGE) rmdirSync(place);
}

function giveBack(dir: string, lock: Lock, made: string | undefined): void {
  if (identityOf(dir) === lock.identity) removeIfThere(dir, LOCK_FILE);
  lock.folder.close();
  lock.server.close();
  // Only what is empty goes: the folder of a run that had nothing to write.
  let folder = resolve(dir, BOOKKEEPING);
  const last = made ?? folder;
  try {
    for (; folder.length >= last.length; folder = dirname(folder)) rmdirSync(folder);
  } catch {
    // It is in use.
  }
}

function removeIfThere(dir: string, path: string): void {
  ignoreMissing(() => resolveBeneath(dir, path, unlinkSync));
}

/** Another run holds the project. */
function locked(holder: Holder | "silent" | "elsewhere" | null): SpireError {
  const hint = `Wait for it. If no run is left on any machine, delete ${LOCK_FILE}.`;
  return new SpireError("E_LOCKED", described(holder), hint);
}

function described(holder: Holder | "silent" | "elsewhere" | null): string {
  if (holder === null) return `${LOCK_FILE} could not be taken: other runs come and go.`;
  if (holder === "silent") return "Another run is writing this project.";
  if (holder === "elsewhere") {
    return `${LOCK_FILE} may be held on another machine, which this file system shares.`;
  }
  const { pid, host, since } = holder;
  return `Another run is writing this project: process ${pid} on ${host}, since ${since}.`;
}
