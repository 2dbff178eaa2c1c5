import { createHash } from "node:crypto";
import { eq, lt, sql } from "drizzle-orm";
import type { Session } from "fastify";
import type { FastifySessionOptions, SessionStore } from "@fastify/session";
import type { Database } from "./database.ts";
import * as auth from "./tables.ts";
import { loadVisitor, type Visitor } from "./visitor.ts";

declare module "fastify" {
  interface Session {
    /** Set by logging in. */
    userId?: number;
    /** As loaded with the session, by the same query. */
    visitor?: Visitor;
  }
}

const SESSION_DAYS = 7;
const CONFIRMED_MINUTES = 10;
export const SESSION_COOKIE = "session";

/** What the database knows a session by. */
export function hashSessionId(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest("hex");
}

export function newExpiry(): Date {
  return new Date(Date.now() + SESSION_DAYS * 86_400_000);
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
export function sessionOptions(db: Database, secret: string): FastifySessionOptions {
  const store: SessionStore = {
    get(sessionId, done) {
      loadVisitor(db, hashSessionId(sessionId)).then((visitor) => {
        // Without `cookie` the plugin takes its own options; its type does not say so.
        const session = { userId: visitor.user?.id, visitor } as Session;
        done(null, visitor.user ? session : null);
      }, done);
    },
    // Called only when a login has modified the session; visitors who are nobody have no row.
    set(sessionId, session, done) {
      if (session.userId === undefined) return done();
      const row = { id: hashSessionId(sessionId), user_id: session.userId };
      const now = sql`now()`;
      Promise.all([
        db
          .insert(auth.Session)
          .values({ ...row, expires_at: newExpiry() })
          .onConflictDoNothing(),
        db.delete(auth.Session).where(lt(auth.Session.expires_at, now)),
      ]).then(() => done(), done);
    },
    destroy(sessionId, done) {
      db.delete(auth.Session)
        .where(eq(auth.Session.id, hashSessionId(sessionId)))
        .then(() => done(), done);
    },
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
