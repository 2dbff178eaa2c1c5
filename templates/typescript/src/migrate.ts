import { settleUsernames } from "./accounts/settle-usernames.ts";
import { writeRoles } from "./accounts/users.ts";
import type { OpenDatabase } from "./database/database.ts";
import { installPushTriggers } from "./database/push-triggers.ts";
import { describeView } from "./runtime/registry.ts";
import { views } from "./views.ts";

/**
 * Brings a database up to date: applies the migrations, then settles the names of users, the
 * triggers of the push and the roles: all or nothing.
 *
 * @throws MigrationFailed, NamesClash
 */
export async function migrate(database: OpenDatabase): Promise<void> {
  await database.migrate(async (transaction) => {
    await settleUsernames(transaction);
    await installPushTriggers(
      transaction,
      views.flatMap((view) => describeView(view).member ?? []),
    );
    await writeRoles(transaction);
  });
}
