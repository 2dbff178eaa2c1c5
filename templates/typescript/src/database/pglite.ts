import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { PGlite, types } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import type { Connection, Database } from "./connection.ts";
import { FolderInUse, lockFolder, socketPath } from "./folder-lock.ts";
import { openAsGuest } from "./guest.ts";
import { admitGuests } from "./holder.ts";
import { parseJson } from "./json.ts";
import { makeFilesPrivate, makePrivate } from "./private-folder.ts";

/** So long a command waits for a process that is about to start or to end, in milliseconds. */
const PATIENCE = 10_000;

/** The socket on which the process that has the database in a folder open takes guests. */
const doorOf = (folder: string) => socketPath(join(folder, "sock"));

/**
 * Opens the embedded PostgreSQL, or works through the process that has it open.
 *
 * @throws FolderInUse when that process takes no guests
 */
export async function openPgliteOrVisit(folder: string): Promise<Connection> {
  for (const begun = Date.now(); ; await pause(100)) {
    try {
      return await openPglite(folder, undefined);
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error;
      const connection = await openAsGuest(folder, doorOf(folder));
      if (connection) return connection;
      if (Date.now() - begun > PATIENCE) throw error;
    }
  }
}

/**
 * Opens the embedded PostgreSQL.
 *
 * @param folder null: in memory
 * @param snapshot what `dumpDataDir` gave
 * @throws FolderInUse
 */
export async function openPglite(
  folder: string | null,
  snapshot: Blob | undefined,
): Promise<Connection> {
  if (folder) makePrivate(folder);
  const unlock = folder ? await lockFolder(folder) : () => {};
  const start = snapshot ? { loadDataDir: snapshot } : {};
  const parsers = { [types.JSONB]: parseJson };
  const client = await PGlite.create(folder ?? "memory://", { ...start, parsers });
  // PGlite makes the first ones with everybody's rights, and all later ones as it should.
  if (folder) makeFilesPrivate(folder);
  const db = drizzle(client) as unknown as Database;
  let dismissGuests = () => {};
  return {
    db,
    pool: null,
    patiently: (work) => db.transaction(work),
    async listen(channel, heard) {
      const stop = await client.listen(channel, heard);
      return () => stop();
    },
    async admitGuests() {
      if (folder) dismissGuests = await admitGuests(client, doorOf(folder));
    },
    close() {
      dismissGuests();
      return client.close().finally(unlock);
    },
  };
}
