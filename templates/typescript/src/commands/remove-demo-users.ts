import "#node-version";
import { parseArgs } from "node:util";
import { findDemoUsers, removeDemoUser } from "#accounts/demo-users";
import { recordCommand } from "./accounts.ts";
import { runCommand, withDatabase } from "./command.ts";

const USAGE = `Usage: npm run remove-demo-users
Takes away the users whose password is that of \`npm run dev\`, so that nobody can log in with it.`;

await runCommand(USAGE, async () => {
  parseArgs({ options: {} });
  await withDatabase(async (db) => {
    const users = await findDemoUsers(db);
    if (users.length === 0) return console.log("There are no demo users.");
    for (const user of users) {
      const isGone = await db.transaction(async (transaction) => {
        await recordCommand(transaction, "remove-demo-users", user.username, {});
        return removeDemoUser(transaction, user);
      });
      console.log(
        isGone
          ? `${user.username} is removed.`
          : `${user.username} stays, because rows refer to it, but has no password and is not active.`,
      );
    }
  });
});
