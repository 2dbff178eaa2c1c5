import { eq } from "drizzle-orm";
import { referencesTo } from "#accounts/references";
import { User } from "#database/tables";
import { changeUser } from "./change-user.ts";

const USAGE = `Usage: npm run delete-user -- USER
Deletes a user to whom no row of the project refers, with their sessions, permissions and
memberships. What they did stays in the audit log. Says which rows refer to them, if any do.`;

await changeUser("delete-user", USAGE, async (db, { id, username }) => {
  const references = await referencesTo(db, id);
  if (references.length > 0) {
    const rows = references.map(({ table, column, rows }) => `${rows} of ${table} (${column})`);
    throw new Error(
      `${username} stays, because rows refer to that user: ${rows.join(", ")}. ` +
        `To close the account: npm run deactivate-user -- ${username}`,
    );
  }
  await db.delete(User).where(eq(User.id, id));
  return `${username} is deleted.`;
});
