import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Makes a folder that only its owner can enter, or takes an existing database from everybody else
 * before anything is written to it. What is above it stays as it is, unless it has to be made.
 */
export function makePrivate(folder: string): void {
  // Anything else that is there is not ours to change, wherever a link leads to.
  if (isDatabase(folder)) chmodSync(folder, 0o700);
  else makeMissing(folder);
}

/** Node's own recursive mkdir never ends where nothing can be made, such as in `/proc`. */
function makeMissing(folder: string): void {
  if (existsSync(folder)) return;
  makeMissing(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** Takes a database from everybody but its owner, file by file. Follows no links. */
export function makeFilesPrivate(folder: string): void {
  if (!isDatabase(folder)) return;
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o700);
    else if (entry.isFile()) chmodSync(path, 0o600);
  }
}

const isDatabase = (folder: string) => existsSync(join(folder, "PG_VERSION"));
