import { chmodSync, lstatSync, mkdirSync, rmdirSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** The embedded database cannot be held by this process alone. Two at once would destroy it. */
export class FolderInUse extends Error {}

/** In bytes; the system cuts the path of a socket off beyond it, without a word. */
const LONGEST_PATH = 103;

/** Removing the socket of a process that is gone takes no longer than this, in milliseconds. */
const REMOVAL = 1000;

/**
 * Holds PGlite's folder for this process until the returned call, by listening on a socket beside
 * it. The system ends that when the process ends, however it does, and a container that shares the
 * folder reaches the socket too; a process number in a file means nothing there.
 *
 * @throws FolderInUse
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const file = socketPath(`${folder}.lock`);
  if (Buffer.byteLength(file) > LONGEST_PATH) {
    throw new FolderInUse(`The database's folder ${folder} has too long a path to be locked.`);
  }
  for (;;) {
    const server = await listenOn(file);
    if (server) return () => server.close();
    const found = identityOf(file);
    // Asked twice, for a socket exists a moment before its process listens.
    if ((await isHeld(file)) || (await pause(50).then(() => isHeld(file)))) {
      throw new FolderInUse(
        `The database in ${folder} is in use by another process (npm run dev?): end that first.`,
      );
    }
    if (found !== null) removeDead(file, found);
  }
}

/** The shorter way to write it, since the system takes no long one. */
export function socketPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.length < path.length ? fromHere : path;
}

/** @returns null when something is there */
async function listenOn(file: string): Promise<Server | null> {
  const server = createServer((client) => client.on("error", () => {}).end());
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(file, resolve);
    });
    chmodSync(file, 0o600);
    return server.unref();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") return null;
    throw new FolderInUse(
      `The database's folder cannot be locked by a socket beside it: ${message}.`,
    );
  }
}

function isHeld(file: string): Promise<boolean> {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSocket() !== true)
    return Promise.resolve(false);
  return new Promise((resolve) => {
    const client = connect(file, () => {
      client.destroy();
      resolve(true);
    });
    client.on("error", ({ code }: NodeJS.ErrnoException) => {
      resolve(code !== "ECONNREFUSED" && code !== "ENOENT");
    });
  });
}

/** Numbers of files are used again, with another time. */
function identityOf(file: string): string | null {
  const stat = lstatSync(file, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.ctimeNs}` : null;
}

/** Of two processes that find the same dead socket, one removes it. */
function removeDead(file: string, found: string): void {
  const removal = `${file}.removal`;
  try {
    mkdirSync(removal);
  } catch {
    // Killed in the middle, if it is old.
    const stat = lstatSync(removal, { throwIfNoEntry: false });
    if (stat && Date.now() - stat.mtimeMs > REMOVAL) rmdirSync(removal);
    return;
  }
  if (identityOf(file) === found) rmSync(file);
  rmdirSync(removal);
}
