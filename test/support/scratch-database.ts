import { createScratchDatabase } from "../../bench/runtime/scratch-database.ts";
import { cleanUp } from "./clean-up.ts";
import { postgresServer } from "./postgres-server.ts";

/**
 * An empty database on the machine's PostgreSQL, dropped at the end of the test or suite that asked.
 *
 * @param template the URL of another one, which nobody is connected to: a copy of that instead
 * @returns its URL, as `DATABASE_URL` takes it
 */
export async function scratchDatabase(template?: string): Promise<string> {
  const { url, drop } = await createScratchDatabase(postgresServer, { template });
  cleanUp(drop);
  return url;
}
