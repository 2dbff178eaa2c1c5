import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { SESSION_COOKIE } from "#accounts/request-session";
import { hashSessionId } from "#accounts/sessions";
import type { Database } from "#database/connection";
import * as auth from "#database/tables";
import { loginUrl } from "#project";

/** What a browser would hold: the Cookie header, and the token that its forms carry. */
export interface BrowserSession {
  readonly cookie: string;
  readonly csrfToken: string;
}

/** A logged-in session without the login page (and its 65 ms of argon2); for tests only. */
export async function openSession(
  app: FastifyInstance,
  db: Database,
  userId: number,
  options: { confirmed?: boolean } = {},
): Promise<BrowserSession> {
  const sessionId = randomBytes(24).toString("base64url");
  await db.insert(auth.Session).values({
    id: hashSessionId(sessionId),
    user_id: userId,
    expires_at: new Date(Date.now() + 86_400_000),
    confirmed_at: options.confirmed ? new Date() : null,
  });
  const session = `${SESSION_COOKIE}=${encodeURIComponent(app.signCookie(sessionId))}`;
  return readForm(app, "/", session);
}

/** A visitor who is nobody, with a token that is valid for nobody; for tests only. */
export function anonymousSession(app: FastifyInstance): Promise<BrowserSession> {
  return readForm(app, loginUrl, "");
}

async function readForm(app: FastifyInstance, url: string, cookie: string) {
  const answer = await app.inject({ url, headers: { cookie } });
  const csrf = answer.cookies.find(({ name }) => name === "csrf");
  const csrfToken = /name="_csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? "";
  const cookies = [cookie, csrf ? `csrf=${encodeURIComponent(csrf.value)}` : ""];
  return { cookie: cookies.filter(Boolean).join("; "), csrfToken };
}
