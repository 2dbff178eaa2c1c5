/**
 * Sessions in the database, under the hash of their id. Whoever logs out, or is logged out, is nobody
 * at the next request or event.
 */
import { createHash } from "node:crypto";
import { callbackify } from "node:util";
import { eq, lt, sql } from "drizzle-orm";
import type { FastifyRequest, Session } from "fastify";
import type { FastifySessionOptions, SessionStore } from "@fastify/session";
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
export function isFresh(visitor: Visitor): boolean {
  const { confirmedAt } = visitor;
  return confirmedAt !== null && Date.now() - confirmedAt.getTime() < CONFIRMED_MINUTES * 60_000;
}

export async function confirmSession(db: Database, sessionId: string): Promise<void> {
  await db
    .update(auth.Session)
    .set({ confirmed_at: new Date() })
    .where(eq(auth.Session.id, hashSessionId(sessionId)));
}

/** Sessions in the database: they survive a restart and are shared by all nodes. */
export function sessionOptions(db: Database, secret: string | string[]): FastifySessionOptions {
  const store: SessionStore = {
    get: callbackify(async (sessionId: string) => {
      const visitor = await loadVisitor(db, hashSessionId(sessionId));
      // Without `cookie` the plugin takes its own options; its type does not say so.
      return visitor.user ? ({ userId: visitor.user.id, visitor } as Session) : null;
    }),
    // Called only when a login has modified the session; visitors who are nobody have no row.
    set: callbackify(async (sessionId: string, { userId }: Session) => {
      if (userId === undefined) return;
      const row = { id: hashSessionId(sessionId), user_id: userId, expires_at: newExpiry() };
      await db.insert(auth.Session).values(row).onConflictDoNothing();
      await db.delete(auth.Session).where(lt(auth.Session.expires_at, sql`now()`));
    }),
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
