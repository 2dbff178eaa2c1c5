import "#node-version";
import { parseArgs } from "node:util";
import { eq } from "drizzle-orm";
import type { Account } from "#accounts/holdings";
import type { Database } from "#database/connection";
import { User } from "#database/tables";
import { accountOf, recordCommand } from "./accounts.ts";
import { BadInput, runCommand, withDatabase } from "./command.ts";

/** A change to one user: what became of it, in a sentence. */
export type Change = (transaction: Database, account: Account) => Promise<string>;

/** Runs a command that changes one user and is written down in the same transaction. */
export async function changeUser(name: string, usage: string, change: Change): Promise<void> {
  await runCommand(usage, async () => {
    const { positionals } = parseArgs({ allowPositionals: true, options: {} });
    const [typed, ...others] = positionals;
    if (typed === undefined || others.length > 0)
      throw new BadInput(`Give one name: npm run ${name} -- USER`);
    await withDatabase(async (db) => {
      const { id, username } = await accountOf(db, typed);
      const sentence = await db.transaction(async (transaction) => {
        // Nobody logs in, refers to this user or changes them until it is done.
        await transaction.select().from(User).where(eq(User.id, id)).for("update");
        const account = await accountOf(transaction, username);
        const { isActive, isSuperuser } = account;
        await recordCommand(transaction, name, username, { before: { isActive, isSuperuser } });
        return change(transaction, account);
      });
      console.log(sentence);
    });
  });
}
