import type { Database } from "#database/connection";
import { type OpenDatabase, openDatabase } from "#database/database";
import { explain } from "#failures";
import { readDatabase } from "#server/settings";

/** The arguments cannot be; the message is one sentence. Ends the command with exit status 2. */
export class BadInput extends Error {}

/**
 * Runs a command to its end: exit status 0, 2 for bad input, 1 for everything else that keeps it
 * from being done. A person reads a sentence, never a stack trace.
 *
 * @param usage printed for `--help`
 */
export async function runCommand(usage: string, body: () => Promise<void>): Promise<void> {
  if (process.argv.includes("--help")) return console.log(usage);
  try {
    await body();
  } catch (error) {
    const isUnread = isParseError(error);
    const { message } = error as Error;
    console.error(explain(error) ?? message.split("\n", 1)[0]);
    if (isUnread) console.error(usage);
    process.exitCode = isUnread || error instanceof BadInput ? 2 : 1;
  }
}

function isParseError(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && code.startsWith("ERR_PARSE_ARGS");
}

/**
 * Opens the project's database for some work, and closes it afterwards. While another process has
 * the embedded one open, the work is done through that process.
 */
export async function withOpenDatabase(
  work: (database: OpenDatabase) => Promise<void>,
): Promise<void> {
  const database = await openDatabase({ ...readDatabase(), beside: true });
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

/** The same in a database that has every migration. */
export async function withDatabase(work: (db: Database) => Promise<void>): Promise<void> {
  await withOpenDatabase(async (database) => {
    if (!(await isCurrent(database))) {
      throw new Error("The database is not up to date: run `npm run migrate` first.");
    }
    await work(database.db);
  });
}

async function isCurrent(database: OpenDatabase): Promise<boolean> {
  try {
    return await database.isCurrent();
  } catch (error) {
    const { code } = (error as Error).cause as { code?: unknown };
    if (code === "42P01") return false; // no such table: nothing was ever migrated
    throw error;
  }
}
