import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { SpireError } from "../../schema/errors.ts";

/** Who listens on a lock's socket, in its own words; they are shown, and never relied on. */
export interface Holder {
  pid: number;
  host: string;
  /** When the lock was taken, ISO 8601. */
  since: string;
}

/** A place's path is cut off by the system beyond this, without a word. In bytes. */
const LONGEST_PATH = 103;

/** How long a holder that is busy may take to say who it is, in milliseconds. */
const PATIENCE = 300;
/** More than any holder says, in characters. */
const WORDS_LIMIT = 1000;

/** What the system answers where a file system has no sockets. */
const IMPOSSIBLE = new Set(["ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EPERM", "EINVAL", "ENAMETOOLONG"]);

/**
 * Listens at a place where nothing is yet, until the server is closed or the process ends.
 *
 * @throws {SpireError} E_ENVIRONMENT where there can be no socket; the system's EADDRINUSE when something is there
 */
export async function listenAt(place: string, holder: Holder): Promise<Server> {
  if (Buffer.byteLength(place) > LONGEST_PATH) throw noSocket("the path is too long");
  const server = createServer((client) => {
    client.on("error", () => {});
    client.end(JSON.stringify(holder));
  });
  try {
    await new Promise<AddressInfo | string | null>((resolve, reject) => {
      server.once("error", reject);
      server.listen(place, () => resolve(server.address()));
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!IMPOSSIBLE.has(code ?? "")) throw error;
    throw noSocket(message, error);
  }
  // A client that breaks off is no error of the run's.
  server.on("error", () => {});
  return server.unref();
}

/** The file system, or the length of the path, allows no socket at a place. */
function noSocket(reason: string, cause?: unknown): SpireError {
  return new SpireError(
    "E_ENVIRONMENT",
    `No socket can be made in this folder, by which spire keeps two runs apart: ${reason}.`,
    "Move the project to a file system of this machine's own, under a shorter path.",
    { cause },
  );
}

/**
 * Asks who listens on the socket at a place.
 *
 * @returns null when nobody does any more; "silent" when someone does and does not say who
 */
export function askHolder(place: string): Promise<Holder | "silent" | null> {
  return new Promise((resolve) => {
    if (Buffer.byteLength(place) > LONGEST_PATH) return resolve("silent");
    const client = connect(place).setEncoding("utf8").setTimeout(PATIENCE);
    let words = "";
    client.on("data", (chunk: string) => {
      words += chunk;
      if (words.length > WORDS_LIMIT) client.destroy();
    });
    client.on("error", ({ code }: NodeJS.ErrnoException) => {
      resolve(code === "ECONNREFUSED" || code === "ENOENT" ? null : "silent");
    });
    client.on("timeout", () => client.destroy());
    client.on("close", () => resolve(parse(words)));
  });
}

function parse(words: string): Holder | "silent" {
  try {
    const { pid, host, since } = JSON.parse(words) as Holder;
    return { pid: Number(pid), host: String(host), since: String(since) };
  } catch {
    return "silent";
  }
}
