/**
 * No other site can make a visitor's browser change anything: a request that is no GET carries a
 * token of this very visitor, or is refused before its handler is called. A route need not ask.
 */
import fastifyCsrf from "@fastify/csrf-protection";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { visitorOf } from "#accounts/request-session";
import { Problem } from "#runtime/errors";
import { KEPT } from "#templates/kept-form";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Sends those who are not logged in to the login page, so that they need no token. */
    loginRequired?: boolean;
    /**
     * Answers what is not taken, in place of the handler: a form whose token is none (any more), or
     * whose sender is not logged in (any more). Writes nothing; false: has not answered.
     */
    again?: (request: FastifyRequest, reply: FastifyReply, hasToken: boolean) => Promise<boolean>;
  }
}

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/** Said to whoever sends a form without a token of theirs. */
export const STALE =
  "This page is out of date, so nothing was changed. Open it again, and send it once more.";

export async function protectFromForgery(app: FastifyInstance, secret: string): Promise<void> {
  await app.register(fastifyCsrf, {
    getUserInfo: ownerOf,
    csrfOpts: { hmacKey: secret },
    cookieKey: "csrf",
    cookieOpts: { path: "/", httpOnly: true, sameSite: "lax", secure: "auto", signed: true },
  });
  app.addHook("preHandler", async (request, reply) => {
    const { loginRequired = false, again } = request.routeOptions.config;
    if (SAFE_METHODS.includes(request.method) || request.is404) return;
    const isLate = loginRequired && !visitorOf(request).user;
    const hasToken = isToken(app, request);
    const isKept = Object.hasOwn(Object(request.body), KEPT);
    if (!isLate && hasToken && !isKept) return;
    if (await again?.(request, reply, hasToken)) return reply;
    if (!isLate) throw new Problem(403, STALE);
  });
}

/** Whether the request carries a token of its visitor. The plugin would answer by itself. */
function isToken(app: FastifyInstance, request: FastifyRequest): boolean {
  let isGood = false;
  const reply = {
    unsignCookie: (value: string) => request.unsignCookie(value),
    send: () => undefined,
  };
  app.csrfProtection(request, reply as unknown as FastifyReply, () => (isGood = true));
  return isGood;
}

/** A CSRF token that is bound to the logged-in user. */
export function csrfTokenFor(request: FastifyRequest, reply: FastifyReply): string {
  return reply.generateCsrf({ userInfo: ownerOf(request) });
}

function ownerOf(request: FastifyRequest): string {
  return String(visitorOf(request).user?.id ?? "nobody");
}
