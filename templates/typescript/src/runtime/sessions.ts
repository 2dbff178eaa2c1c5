/**
 * Sessions in the database, under the hash of their id. Whoever logs out, or is logged out, is nobody
 * at the next request or event.
 */
import { createHash } from "node:crypto";
import { callbackify } from "node:util";
import { eq, lt, sql } from "drizzle-orm";
import type { FastifyRequest, Session } from "fastify";
import type { FastifySessionOptions, SessionStore } from "@fastify/session";
import { isStillProven, type ProvenUser } from "../accounts/users.ts";
import type { Database } from "../database/connection.ts";
import * as auth from "../database/tables.ts";
import { loadVisitor, Visitor } from "./visitor.ts";

declare module "fastify" {
  interface Session {
    /** Set by logging in. */
    userId?: number;
    /** As loaded with the session, by the same query. */
    visitor?: Visitor;
  }
}

const SESSION_DAYS = 7;
/** So long a confirmed password is good for, in the same session. */
export const CONFIRMED_MINUTES = 10;
export const SESSION_COOKIE = "session";

/** What the database knows a session by. */
export function hashSessionId(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest("hex");
}

export function newExpiry(): Date {
  return new Date(Date.now() + SESSION_DAYS * 86_400_000);
}

/** Who sends this request; loaded with the session. */
export function visitorOf(request: FastifyRequest): Visitor {
  return request.session?.visitor ?? new Visitor();
}

/** Was the password confirmed in this session not too long ago? */
export function isFresh({ login }: Visitor): boolean {
  const confirmedAt = login?.confirmedAt?.getTime() ?? 0;
  return Date.now() - confirmedAt < CONFIRMED_MINUTES * 60_000;
}

/** @returns false when the password is that user's no more */
export async function confirmSession(
  db: Database,
  sessionId: string,
  proven: ProvenUser,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    if (!(await isStillProven(transaction, proven))) return false;
    await transaction
      .update(auth.Session)
      .set({ confirmed_at: new Date() })
      .where(eq(auth.Session.id, hashSessionId(sessionId)));
    return true;
  });
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
): Promise<boolean> {
  await request.session.regenerate();
  const id = hashSessionId(request.session.sessionId);
  const isIn = await db.transaction(async (transaction) => {
    if (!(await isStillProven(transaction, proven))) return false;
    const row = { id, user_id: proven.id, expires_at: newExpiry() };
    await transaction.insert(auth.Session).values(row);
    return true;
  });
  await db.delete(auth.Session).where(lt(auth.Session.expires_at, sql`now()`));
  // A session that was changed is one whose cookie is sent.
  if (isIn) request.session.userId = proven.id;
  return isIn;
}

/** Sessions in the database: they survive a restart and are shared by all nodes. */
export function sessionOptions(db: Database, secret: string | string[]): FastifySessionOptions {
  const store: SessionStore = {
    get: callbackify(async (sessionId: string) => {
      const visitor = await loadVisitor(db, hashSessionId(sessionId));
      // Without `cookie` the plugin takes its own options; its type does not say so.
      return visitor.user ? ({ userId: visitor.user.id, visitor } as Session) : null;
    }),
    // Only a login changes a session, and has made its row itself.
    set: (_sessionId, _session, done) => done(),
    destroy: callbackify(async (sessionId: string) => {
      await db.delete(auth.Session).where(eq(auth.Session.id, hashSessionId(sessionId)));
    }),
  };
  return {
    secret,
    store,
    cookieName: SESSION_COOKIE,
    cookie: {
      path: "/",
      httpOnly: true,
      sameSite: "lax",
      secure: "auto",
      maxAge: SESSION_DAYS * 86_400_000,
    },
    rolling: false,
    saveUninitialized: false,
  };
}
