/**
 * No other site can make a visitor's browser change anything: a request that is no GET carries a
 * token of this very visitor, or is refused before its handler is called. A route need not ask.
 */
import fastifyCsrf from "@fastify/csrf-protection";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { visitorOf } from "./sessions.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Sends those who are not logged in to the login page, so that they need no token. */
    loginRequired?: boolean;
  }
}

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

export async function protectFromForgery(app: FastifyInstance, secret: string): Promise<void> {
  await app.register(fastifyCsrf, {
    getUserInfo: ownerOf,
    csrfOpts: { hmacKey: secret },
    cookieKey: "csrf",
    cookieOpts: { path: "/", httpOnly: true, sameSite: "lax", secure: "auto", signed: true },
  });
  app.addHook("preHandler", (request, reply, done) => {
    const { loginRequired = false } = request.routeOptions.config;
    const isLate = loginRequired && !visitorOf(request).user;
    if (SAFE_METHODS.includes(request.method) || request.is404 || isLate) return done();
    app.csrfProtection(request, reply, done);
  });
}

/** A CSRF token that is bound to the logged-in user. */
export function csrfTokenFor(request: FastifyRequest, reply: FastifyReply): string {
  return reply.generateCsrf({ userInfo: ownerOf(request) });
}

function ownerOf(request: FastifyRequest): string {
  return String(visitorOf(request).user?.id ?? "nobody");
}
