/**
 * The rows of sessions: how they begin, are used and end. What a request's cookie is worth is in
 * `src/accounts/request-session.ts`.
 */
import { createHash } from "node:crypto";
import { and, desc, eq, lt, ne, sql } from "drizzle-orm";
import type { FastifyRequest } from "fastify";
import { type AuditEvent, writeAudit } from "#audit/log";
import type { Database } from "#database/connection";
import { Session } from "#database/tables";
import type { Login } from "#runtime/visitor";
import type { SessionLimits } from "#server/limits";
import { loadVisitor } from "./load-visitor.ts";
import { sessionEnd } from "./session-end.ts";
import { isStillProven, type ProvenUser } from "./users.ts";

/** What the database knows a session by. */
export function hashSessionId(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest("hex");
}

/**
 * Gives the visitor a session. Its id is a new one, so that one planted before the login is worth
 * nothing after it.
 *
 * @returns false when the password is that user's no more
 */
export async function logIn(
  db: Database,
  request: FastifyRequest,
  proven: ProvenUser,
  { days, idleMinutes }: SessionLimits,
): Promise<boolean> {
  await request.session.regenerate();
  const id = hashSessionId(request.session.sessionId);
  const isIn = await db.transaction(async (transaction) => {
    if (!(await isStillProven(transaction, proven))) return false;
    await transaction.insert(Session).values({
      id,
      user_id: proven.id,
      expires_at: new Date(Date.now() + days * 86_400_000),
      idle_minutes: idleMinutes,
      address: request.ip,
      browser: (request.headers["user-agent"] ?? "").slice(0, 300),
    });
    await writeAudit(transaction, accountEvent(request, "login", proven), "allowed");
    return true;
  });
  await db.delete(Session).where(lt(Session.expires_at, sql`now()`));
  // A session that was changed is one whose cookie is sent.
  if (isIn) {
    request.session.userId = proven.id;
    request.session.visitor = await loadVisitor(db, id);
  }
  return isIn;
}

/** @returns false when the password is that user's no more */
export async function confirmSession(
  db: Database,
  request: FastifyRequest,
  proven: ProvenUser,
): Promise<boolean> {
  const id = hashSessionId(request.session.sessionId);
  return db.transaction(async (transaction) => {
    if (!(await isStillProven(transaction, proven))) return false;
    await transaction.update(Session).set({ confirmed_at: new Date() }).where(eq(Session.id, id));
    await writeAudit(transaction, accountEvent(request, "confirm-password", proven), "allowed");
    return true;
  });
}

/** What somebody did with their account, or tried with one: named is whom it is about. */
export function accountEvent(
  { ip }: FastifyRequest,
  action: string,
  user: { readonly id: number; readonly username: string } | null,
  more: { readonly target?: string; readonly params?: Readonly<Record<string, unknown>> } = {},
): AuditEvent {
  const { target = user?.username ?? "", params = {} } = more;
  return { user, action, target, params: { address: ip, ...params } };
}

/** At most so often is it written down that a session was used. */
const USE_NOTED_SECONDS = 60;

/** Keeps a session from ending as an idle one. Waits for nobody: a write of its own may hold the row. */
export async function noteUse(db: Database, login: Login | null): Promise<void> {
  if (!login || Date.now() - login.lastSeenAt.getTime() < USE_NOTED_SECONDS * 1000) return;
  const isDue = sql`${Session.last_seen_at} < now() - ${USE_NOTED_SECONDS} * interval '1 second'`;
  await db.execute(sql`
    update ${Session} set last_seen_at = now() where id = (
      select id from ${Session} where id = ${login.id} and ${isDue} for update skip locked
    )`);
}

export type SessionRow = Pick<
  typeof Session.$inferSelect,
  "id" | "created_at" | "last_seen_at" | "address" | "browser"
>;

/** Where a user is logged in; the session that was used last comes first. */
export async function sessionsOf(db: Database, userId: number): Promise<SessionRow[]> {
  const { id, created_at, last_seen_at, address, browser } = Session;
  return db
    .select({ id, created_at, last_seen_at, address, browser })
    .from(Session)
    .where(and(eq(Session.user_id, userId), sql`${sessionEnd} > now()`))
    .orderBy(desc(last_seen_at), id);
}

/** Ends sessions of a user: all, one alone, or all but one. */
export async function endSessions(
  db: Database,
  userId: number,
  which: { readonly only?: string; readonly but?: string } = {},
): Promise<number> {
  const ended = await db
    .delete(Session)
    .where(
      and(
        eq(Session.user_id, userId),
        which.only === undefined ? undefined : eq(Session.id, which.only),
        which.but === undefined ? undefined : ne(Session.id, which.but),
      ),
    )
    .returning({ id: Session.id });
  return ended.length;
}
