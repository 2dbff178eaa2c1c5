import "#node-version";
import { parseArgs } from "node:util";
import { migrate } from "#migrate";
import { runCommand, withOpenDatabase } from "./command.ts";

const USAGE = `Usage: npm run migrate
Brings the database's schema, the triggers and the roles up to date.`;

await runCommand(USAGE, async () => {
  parseArgs({ options: {} });
  await withOpenDatabase(async (database) => {
    await migrate(database);
    console.log("The database is up to date.");
  });
});
