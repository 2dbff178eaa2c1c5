import type { FastifyInstance } from "fastify";
import { loginUrl } from "../project.ts";
import { ConfirmPasswordPage } from "../templates/confirm-password.tsx";
import { LoginPage } from "../templates/login.tsx";
import type { Database } from "./database.ts";
import { LoginRequired } from "./errors.ts";
import { CONFIRM_URL, sendError, sendPage, sendRedirect, visitorOf, wantsJson } from "./http.ts";
import { safeNext } from "./next.ts";
import type { RateLimits } from "./rate-limits.ts";
import { checkCsrf } from "./routes.ts";
import { confirmSession } from "./sessions.ts";
import { checkPassword } from "./users.ts";
import { requestOf } from "./view-request.ts";

export interface AccountOptions {
  readonly db: Database;
  readonly limits: RateLimits;
  readonly loginsPerMinute: number;
}

const TOO_WRONG = "That name and password do not match an active user.";

/** Log in, log out, and say the password again. */
export function routeAccounts(app: FastifyInstance, options: AccountOptions): void {
  const { db, limits, loginsPerMinute } = options;

  app.get(loginUrl, async (request, reply) => {
    const { next = "" } = requestOf(request).query;
    if (visitorOf(request).user) return sendRedirect(request, reply, safeNext(next));
    const props = { next: safeNext(next), username: "", error: null };
    return sendPage(request, reply, { page: LoginPage, props });
  });

  app.post(loginUrl, async (request, reply) => {
    await checkCsrf(app, request, reply);
    const { body, ip } = requestOf(request);
    const username = String(body["username"] ?? "").trim();
    // Counted by address and by name, so that neither many names nor many addresses help.
    await limits.count("logins from", ip, loginsPerMinute, 60);
    await limits.count("logins of", username.slice(0, 150), loginsPerMinute, 60);
    const userId = await checkPassword(db, username, String(body["password"] ?? ""));
    const next = safeNext(body["next"]);
    if (userId === null) {
      const props = { next, username, error: TOO_WRONG };
      return sendPage(request, reply, { page: LoginPage, props }, { status: 422 });
    }
    // A new session id, so that one planted before the login is worth nothing after it.
    await request.session.regenerate();
    request.session.userId = userId;
    return sendRedirect(request, reply, next);
  });

  app.post("/logout/", async (request, reply) => {
    await checkCsrf(app, request, reply);
    await request.session.destroy();
    return sendRedirect(request, reply, loginUrl);
  });

  app.get(CONFIRM_URL, async (request, reply) => {
    if (!visitorOf(request).user) throw new LoginRequired();
    const props = { next: safeNext(requestOf(request).query["next"]), error: null };
    return sendPage(request, reply, { page: ConfirmPasswordPage, props });
  });

  app.post(CONFIRM_URL, async (request, reply) => {
    const { user } = visitorOf(request);
    if (!user) throw new LoginRequired();
    await checkCsrf(app, request, reply);
    await limits.count("confirmations of", String(user.id), loginsPerMinute, 60);
    const { body } = requestOf(request);
    const next = safeNext(body["next"]);
    if ((await checkPassword(db, user.username, String(body["password"] ?? ""))) !== user.id) {
      const props = { next, error: "That is not your password." };
      if (wantsJson(request)) return sendError(request, reply, 422, props.error);
      return sendPage(request, reply, { page: ConfirmPasswordPage, props }, { status: 422 });
    }
    await confirmSession(db, request.session.sessionId);
    return sendRedirect(request, reply, next);
  });
}
