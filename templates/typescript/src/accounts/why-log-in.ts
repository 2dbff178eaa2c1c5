import { and, eq, lte, sql } from "drizzle-orm";
import type { FastifyInstance } from "fastify";
import type { Database } from "#database/connection";
import { Session } from "#database/tables";
import { SESSION_COOKIE, visitorOf } from "./request-session.ts";
import { sessionEnd } from "./session-end.ts";
import { hashSessionId } from "./sessions.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Why the session that it came with is none any more; null: it came with none, or is in it. */
    whyLoggedOut: string | null;
  }
}

/** Said to whoever came with no session at all. */
export const STRANGER = "Log in to go on to the page that you asked for.";

/**
 * Finds out with which request somebody learns that they are logged out, and why: afterwards their
 * browser has no session's cookie.
 */
export function rememberWhy(app: FastifyInstance, db: Database): void {
  app.decorateRequest("whyLoggedOut", null);
  app.addHook("preHandler", async (request) => {
    const cookie = request.cookies[SESSION_COOKIE];
    if (!cookie || visitorOf(request).user) return;
    const { valid, value } = request.unsignCookie(cookie);
    if (valid) request.whyLoggedOut = await whyEnded(db, value);
  });
}

/** As far as their own session tells. Whoever closed the account has taken its row away, too. */
async function whyEnded(db: Database, sessionId: string): Promise<string> {
  const isOld = sql<boolean>`${Session.expires_at} <= now()`;
  const [ended] = await db
    .select({ idleMinutes: Session.idle_minutes, isOld })
    .from(Session)
    .where(and(eq(Session.id, hashSessionId(sessionId)), lte(sessionEnd, sql`now()`)));
  if (ended?.isOld) return "You are not logged in any more: your login was too long ago.";
  if (!ended?.idleMinutes) return "You are not logged in any more: your session has ended.";
  const time = timeOf(ended.idleMinutes);
  return `You are not logged in any more: you had done nothing for ${time}.`;
}

function timeOf(minutes: number): string {
  const [count, unit] = minutes % 60 === 0 ? [minutes / 60, "hour"] : [minutes, "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
