import type { FastifyInstance } from "fastify";
import { loginUrl } from "../project.ts";
import { ConfirmPasswordPage } from "../templates/confirm-password.tsx";
import { LoginPage } from "../templates/login.tsx";
import type { Database } from "../database/connection.ts";
import { LoginRequired } from "../runtime/errors.ts";
import { CONFIRM_URL, sendError, sendPage, sendRedirect, wantsJson } from "../runtime/http.ts";
import { safeNext } from "../runtime/next.ts";
import type { RateLimits } from "../runtime/rate-limits.ts";
import { confirmSession, logIn, visitorOf } from "../runtime/sessions.ts";
import { checkPassword } from "./users.ts";
import { requestOf } from "../runtime/view-request.ts";

export interface AccountOptions {
  readonly db: Database;
  readonly limits: RateLimits;
  readonly loginsPerMinute: number;
  /** Whether the demo users of `npm run dev` log in. */
  readonly demoUsers: boolean;
}

const TOO_WRONG = "That name and password do not match an active user.";

/** What was typed; a JSON body may hold anything. */
const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** Log in, log out, and say the password again. */
export function routeAccounts(app: FastifyInstance, options: AccountOptions): void {
  const { db, limits, demoUsers } = options;
  const limit = { maxCalls: options.loginsPerMinute, perSeconds: 60 };

  app.get(loginUrl, async (request, reply) => {
    const { next = "" } = requestOf(request).query;
    if (visitorOf(request).user) return sendRedirect(reply, safeNext(next));
    const props = { next: safeNext(next), username: "", error: null };
    return sendPage(reply, { page: LoginPage, props });
  });

  app.post(loginUrl, async (request, reply) => {
    const { body, ip } = requestOf(request);
    const username = textOf(body["username"]).trim();
    // Counted by address and by name, so that neither many names nor many addresses help.
    await limits.count("logins from", ip, limit);
    await limits.count("logins of", username.slice(0, 150), limit);
    const proven = await checkPassword(db, username, textOf(body["password"]), demoUsers);
    const next = safeNext(body["next"]);
    if (!proven || !(await logIn(db, request, proven))) {
      const props = { next, username, error: TOO_WRONG };
      return sendPage(reply, { page: LoginPage, props }, { status: 422 });
    }
    return sendRedirect(reply, next);
  });

  app.post("/logout/", async (request, reply) => {
    await request.session.destroy();
    return sendRedirect(reply, loginUrl);
  });

  app.get(CONFIRM_URL, async (request, reply) => {
    if (!visitorOf(request).user) throw new LoginRequired();
    const props = { next: safeNext(requestOf(request).query["next"]), error: null };
    return sendPage(reply, { page: ConfirmPasswordPage, props });
  });

  app.post(CONFIRM_URL, { config: { loginRequired: true } }, async (request, reply) => {
    const { user } = visitorOf(request);
    if (!user) throw new LoginRequired();
    await limits.count("confirmations of", String(user.id), limit);
    const { body } = requestOf(request);
    const next = safeNext(body["next"]);
    const password = textOf(body["password"]);
    const proven = await checkPassword(db, user.username, password, demoUsers);
    const { sessionId } = request.session;
    if (proven?.id !== user.id || !(await confirmSession(db, sessionId, proven))) {
      const props = { next, error: "That is not your password." };
      if (wantsJson(request)) return sendError(reply, 422, props.error);
      return sendPage(reply, { page: ConfirmPasswordPage, props }, { status: 422 });
    }
    return sendRedirect(reply, next);
  });
}
