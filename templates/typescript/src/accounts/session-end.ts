import { sql } from "drizzle-orm";
import { Session } from "#database/tables";

/** When a session ends: some days after its login, or sooner when it is not used. */
export const sessionEnd = sql<Date>`least(
  ${Session.expires_at}, ${Session.last_seen_at} + ${Session.idle_minutes} * interval '1 minute'
)`.mapWith(Session.expires_at);
