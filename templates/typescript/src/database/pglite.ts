import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import type { Connection, Database } from "./connection.ts";
import { lockFolder } from "./folder-lock.ts";
import { makeFilesPrivate, makePrivate } from "./private-folder.ts";

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
  const client = await PGlite.create(folder ?? "memory://", start);
  // PGlite makes the first ones with everybody's rights, and all later ones as it should.
  if (folder) makeFilesPrivate(folder);
  const db = drizzle(client) as unknown as Database;
  return {
    db,
    pool: null,
    patiently: (work) => db.transaction(work),
    async listen(channel, heard) {
      const stop = await client.listen(channel, heard);
      return () => stop();
    },
    close: () => client.close().finally(unlock),
  };
}
