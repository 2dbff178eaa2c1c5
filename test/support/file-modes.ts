import { chmodSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Everything in a folder that somebody else than its owner has a right to. */
export function openTo(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true }).map((path) => join(folder, String(path)));
  return [folder, ...paths].filter((path) => (statSync(path).mode & 0o077) !== 0);
}

/** Lets everybody read what is in a folder. */
export function openToAll(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  chmodSync(folder, 0o755);
}
