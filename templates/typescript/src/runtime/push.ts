import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";

/** The channel that carries the id of a user whose session or permissions changed; "*": anybody's. */
export const PUSH_CHANNEL = "spire_auth";

const tables: Readonly<Record<string, string>> = {
  auth_session: "user_id",
  auth_user: "id",
  auth_user_group: "user_id",
  auth_user_permission: "user_id",
};

/**
 * Triggers that say on `PUSH_CHANNEL` whose powers changed, whoever changed them: this program, a
 * second node or somebody at psql. A whole group's change is said once, as "*".
 */
export async function installPushTriggers(db: Database): Promise<void> {
  for (const [table, column] of Object.entries(tables)) {
    await installTrigger(db, table, `coalesce(old.${column}, new.${column})::text`);
  }
  await installTrigger(db, "auth_group_permission", "'*'");
}

async function installTrigger(db: Database, table: string, payload: string): Promise<void> {
  // PostgreSQL takes no parameters in DDL; all of these texts stand in this file.
  await db.execute(
    sql.raw(`create or replace function ${table}_push() returns trigger language plpgsql as $$
      begin
        perform pg_notify('${PUSH_CHANNEL}', ${payload});
        return null;
      end $$`),
  );
  await db.execute(
    sql.raw(`create or replace trigger ${table}_push after insert or update or delete on ${table}
      for each row execute function ${table}_push()`),
  );
}
