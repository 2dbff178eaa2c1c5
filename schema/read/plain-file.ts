import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

// Neither a link is followed, nor does opening a FIFO wait for somebody who writes.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a file that may be anything: a link, a FIFO, a device or one without end.
 *
 * @param limit the most bytes that are read
 * @returns null when there is no plain file of at most so many bytes, or it may not be read
 */
export function readPlainFile(path: string, limit: number): Buffer | null {
  let handle: number;
  try {
    handle = openSync(path, FLAGS);
  } catch {
    return null;
  }
  try {
    const stat = fstatSync(handle);
    return stat.isFile() && stat.size <= limit ? readFileSync(handle) : null;
  } finally {
    closeSync(handle);
  }
}
