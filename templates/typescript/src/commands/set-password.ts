import "#node-version";
import { parseArgs } from "node:util";
import { setPassword } from "#accounts/users";
import { accountOf, recordCommand } from "./accounts.ts";
import { BadInput, runCommand, withDatabase } from "./command.ts";
import { readNewPassword } from "./password.ts";

const USAGE = `Usage: npm run set-password -- NAME
Changes a user's password, and ends all of their sessions. The password is asked for, or read from
what is piped in.`;

await runCommand(USAGE, async () => {
  const [typed, ...others] = parseArgs({ allowPositionals: true, options: {} }).positionals;
  if (typed === undefined || others.length > 0) {
    throw new BadInput("Give one name: npm run set-password -- NAME");
  }

  await withDatabase(async (db) => {
    const { id, username } = await accountOf(db, typed);
    const password = await readNewPassword(username);
    await db.transaction(async (transaction) => {
      await setPassword(transaction, id, password);
      await recordCommand(transaction, "set-password", username, {});
    });
    console.log(`${username} has a new password, and is logged out everywhere.`);
  });
});
