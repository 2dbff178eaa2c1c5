import "#node-version";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { findAccount } from "#accounts/holdings";
import { othersCalled } from "#accounts/settle-usernames";
import { NAME_RULE, usernameOf } from "#accounts/usernames";
import type { Database } from "#database/connection";
import { AuditEntry, User } from "#database/tables";
import { accountOf, commandLineName } from "./accounts.ts";
import { BadInput, runCommand, withOpenDatabase } from "./command.ts";

const USAGE = `Usage: npm run rename-user -- OLD NEW
Gives a user another name. Works before the migrations of a new version, too, so that names which
can no longer be are changed first.`;

await runCommand(USAGE, async () => {
  const [old, typed, ...others] = parseArgs({ allowPositionals: true, options: {} }).positionals;
  if (old === undefined || typed === undefined || others.length > 0) {
    throw new BadInput("Give two names: npm run rename-user -- OLD NEW");
  }
  const name = usernameOf(typed);
  if (name === null) throw new BadInput(NAME_RULE);

  await withOpenDatabase(async ({ db }) => {
    // As it stands first: of two that differ by capitals each can be meant.
    const { id, username } = (await findAccount(db, old)) ?? (await accountOf(db, old));
    if ((await othersCalled(db, name, id)).length > 0) {
      throw new BadInput(`There is a user "${name}" already.`);
    }
    await db.transaction(async (transaction) => {
      await rename(transaction, id, username, name);
    });
    console.log(`${username} is ${name} from now on.`);
  });
});

/** In words that every version's tables understand. */
async function rename(db: Database, id: number, old: string, name: string): Promise<void> {
  await db.execute(sql`update ${User} set username = ${name} where id = ${id}`);
  await db.execute(sql`
    insert into ${AuditEntry} (username, action, target, params, outcome)
    values (${commandLineName()}, 'rename-user', ${old},
      ${JSON.stringify({ name })}::jsonb, 'allowed')`);
}
