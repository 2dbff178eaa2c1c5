import "#node-version";
import { parseArgs } from "node:util";
import type { Database } from "#database/connection";
import type { Permission } from "#permissions";
import {
  accountOf,
  checkGroups,
  checkPermissions,
  printHoldings,
  recordCommand,
} from "./accounts.ts";
import { BadInput, runCommand, withDatabase } from "./command.ts";

interface Changes {
  permission(db: Database, userId: number, permission: Permission): Promise<void>;
  group(db: Database, userId: number, group: string): Promise<void>;
}

/** What `grant` and `revoke` share: a user, permissions, groups, and what they hold afterwards. */
export async function changePowers(name: string, usage: string, changes: Changes): Promise<void> {
  await runCommand(usage, async () => {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { group: { type: "string", multiple: true, default: [] } },
    });
    const [typed, ...names] = positionals;
    const groups = values.group;
    if (typed === undefined)
      throw new BadInput(`Give a user: npm run ${name} -- USER [PERMISSION]...`);
    if (names.length + groups.length === 0)
      throw new BadInput("Give a permission, or a group: --group NAME");
    const permissions = checkPermissions(names);

    await withDatabase(async (db) => {
      const account = await accountOf(db, typed);
      await checkGroups(db, groups);
      await db.transaction(async (transaction) => {
        for (const each of permissions) await changes.permission(transaction, account.id, each);
        for (const each of groups) await changes.group(transaction, account.id, each);
        await recordCommand(transaction, name, account.username, { permissions, groups });
      });
      await printHoldings(db, account);
    });
  });
}
