import "#node-version";
import { parseArgs } from "node:util";
import { findAccount } from "#accounts/holdings";
import { NAME_RULE, usernameOf } from "#accounts/usernames";
import { createUser } from "#accounts/users";
import { accountOf, checkGroups, printHoldings, recordCommand } from "./accounts.ts";
import { BadInput, runCommand, withDatabase } from "./command.ts";
import { readNewPassword } from "./password.ts";

const USAGE = `Usage: npm run create-user -- NAME [--superuser] [--group NAME]...
Makes a user. The password is asked for, or read from what is piped in.`;

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      superuser: { type: "boolean", default: false },
      group: { type: "string", multiple: true, default: [] },
    },
  });
  const username = readUsername(positionals);
  const { superuser: isSuperuser, group: groups } = values;

  await withDatabase(async (db) => {
    if (await findAccount(db, username)) {
      throw new BadInput(`There is a user "${username}" already.`);
    }
    await checkGroups(db, groups);
    const password = await readNewPassword(username);
    await db.transaction(async (transaction) => {
      await createUser(transaction, { username, password, isSuperuser, groups });
      const params = { superuser: isSuperuser, groups };
      await recordCommand(transaction, "create-user", username, params);
    });
    await printHoldings(db, await accountOf(db, username));
  });
});

function readUsername([username, ...others]: string[]): string {
  if (username === undefined || others.length > 0)
    throw new BadInput("Give one name: npm run create-user -- NAME");
  const name = usernameOf(username);
  if (name === null) throw new BadInput(NAME_RULE);
  return name;
}
