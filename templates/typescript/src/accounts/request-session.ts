/**
 * Sessions in the database, under the hash of their id. Whoever logs out, or is logged out, is nobody
 * at the next request or event.
 */
import { callbackify } from "node:util";
import { eq } from "drizzle-orm";
import type { FastifyRequest, Session } from "fastify";
import type { FastifySessionOptions, SessionStore } from "@fastify/session";
import type { Database } from "#database/connection";
import * as auth from "#database/tables";
import { Visitor } from "#runtime/visitor";
import { loadVisitor } from "./load-visitor.ts";
import { hashSessionId, noteUse } from "./sessions.ts";

declare module "fastify" {
  interface Session {
    /** Set by logging in. */
    userId?: number;
    /** As loaded with the session, by the same query. */
    visitor?: Visitor;
  }
}

/** So long a confirmed password is good for, in the same session. */
export const CONFIRMED_MINUTES = 10;
export const SESSION_COOKIE = "session";

/** Who sends this request; loaded with the session. */
export function visitorOf(request: FastifyRequest): Visitor {
  return request.session?.visitor ?? new Visitor();
}

/** Was the password confirmed in this session not too long ago? */
export function isFresh({ login }: Visitor): boolean {
  const confirmedAt = login?.confirmedAt?.getTime() ?? 0;
  return Date.now() - confirmedAt < CONFIRMED_MINUTES * 60_000;
}

/** Sessions in the database: they survive a restart and are shared by all nodes. */
export function sessionOptions(
  db: Database,
  secret: string | string[],
  days: number,
): FastifySessionOptions {
  const store: SessionStore = {
    get: callbackify(async (sessionId: string) => {
      const visitor = await loadVisitor(db, hashSessionId(sessionId));
      await noteUse(db, visitor.login);
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
      maxAge: days * 86_400_000,
    },
    rolling: false,
    saveUninitialized: false,
  };
}
