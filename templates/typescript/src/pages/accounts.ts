import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Devices } from "#accounts/devices";
import { visitorOf } from "#accounts/request-session";
import { accountEvent, confirmSession, logIn } from "#accounts/sessions";
import { usernameOf } from "#accounts/usernames";
import { checkPassword } from "#accounts/users";
import { STRANGER } from "#accounts/why-log-in";
import { type Count, TooManyFailures, WrongPasswords } from "#accounts/wrong-passwords";
import { writeAttempt } from "#audit/attempts";
import { writeAudit } from "#audit/log";
import type { Database } from "#database/connection";
import { whatIsConfirmed } from "#dispatch/confirming";
import { CONFIRM_URL, sendError, sendPage, sendRedirect } from "#dispatch/http";
import { tokenOf } from "#dispatch/kept-text";
import { safeNext } from "#dispatch/next";
import { requestOf } from "#dispatch/view-request";
import { forgetOldWrites } from "#dispatch/writes";
import { loginUrl } from "#project";
import { LoginRequired } from "#runtime/errors";
import { networkOf } from "#server/addresses";
import { wantsJson } from "#server/clients";
import type { Limits } from "#server/limits";
import { saidOnce } from "#server/said-once";
import { ConfirmPasswordPage } from "#templates/confirm-password";
import { KeptFormPage } from "#templates/kept-form";
import { LoginPage } from "#templates/login";
import { leave } from "./leave.ts";
import { routeOwnAccount } from "./own-account.ts";

export interface AccountOptions {
  readonly db: Database;
  readonly limits: Pick<Limits, "passwords" | "sessions">;
  /** What device cookies are signed with: the first one signs, all verify. */
  readonly secret: string | readonly string[];
  /** Whether the demo users of `npm run dev` log in. */
  readonly demoUsers: boolean;
}

const TOO_WRONG = "That name and password do not match an active user.";

/** What was typed; a JSON body may hold anything. */
const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** Log in, log out, and say the password again. */
export function routeAccounts(app: FastifyInstance, options: AccountOptions): void {
  const { db, demoUsers } = options;
  const { passwords, sessions } = options.limits;
  const devices = new Devices(options.secret);
  const wrong = new WrongPasswords(db, passwords.minutes);

  const mostWrong = passwords.perDevice;
  routeOwnAccount(app, { db, wrong, mostWrong, demoUsers });

  /** Who knows the browser's cookie counts for that browser alone. */
  function countsOf(request: FastifyRequest, username: string): Count[] {
    const { perName, perDevice, perAddress } = passwords;
    const device = devices.knownAs(request, username);
    if (device) return [{ of: "device", who: `${device} ${username}`, most: perDevice }];
    return [
      { of: "name", who: username, most: perName },
      { of: "address", who: networkOf(request.ip), most: perAddress },
    ];
  }

  app.get(loginUrl, async (request, reply) => {
    const { next } = requestOf(request).query;
    if (visitorOf(request).user) return sendRedirect(reply, safeNext(next));
    const props = { next: safeNext(next), username: "", error: null };
    const why = request.whyLoggedOut ?? saidOnce(reply, "notice");
    const notice = why ?? (next === undefined ? null : STRANGER);
    return sendPage(reply, { page: LoginPage, props }, { notice });
  });

  app.post(loginUrl, async (request, reply) => {
    const { body } = requestOf(request);
    const typed = textOf(body["username"]).trim();
    // What is no name is counted as it was typed.
    const username = usernameOf(typed) ?? typed;
    const password = textOf(body["password"]);
    const next = safeNext(body["next"]);
    const kept = textOf(body["kept"]) || undefined;
    const refuse = (status: number, error: string) => {
      const props = { next, username: typed, error, kept };
      return sendPage(reply, { page: LoginPage, props }, { status });
    };
    try {
      const proven = await wrong.attempt(countsOf(request, username), async () => {
        const found = await checkPassword(db, username, password, demoUsers);
        return found && (await logIn(db, request, found, sessions)) ? found : null;
      });
      if (!proven) {
        const event = accountEvent(request, "login", null, { target: typed.slice(0, 150) });
        await writeAttempt(db, event, "refused");
        return refuse(422, TOO_WRONG);
      }
    } catch (error) {
      if (error instanceof TooManyFailures) return refuse(error.status, error.message);
      throw error;
    }
    await forgetOldWrites(db);
    devices.remember(reply, username);
    return goOn(reply, next, kept, "You are logged in again");
  });

  app.post("/logout/", async (request, reply) => {
    const { user } = visitorOf(request);
    if (user) await writeAudit(db, accountEvent(request, "logout", user), "allowed");
    return leave(reply);
  });

  app.get(CONFIRM_URL, async (request, reply) => {
    if (!visitorOf(request).user) throw new LoginRequired();
    const next = safeNext(requestOf(request).query["next"]);
    const props = { next, what: whatIsConfirmed(request, next), error: null };
    return sendPage(reply, { page: ConfirmPasswordPage, props });
  });

  app.post(CONFIRM_URL, { config: { loginRequired: true } }, async (request, reply) => {
    const { user, login } = visitorOf(request);
    if (!user || !login) throw new LoginRequired();
    const { body } = requestOf(request);
    const next = safeNext(body["next"]);
    const kept = textOf(body["kept"]) || undefined;
    // Counted by session: whoever else is logged in as this user keeps nobody from confirming.
    const counts = [{ of: "session", who: login.id, most: mostWrong }];
    const proven = await wrong.attempt(counts, async () => {
      const found = await checkPassword(db, user.username, textOf(body["password"]), demoUsers);
      const isTheirs = found?.id === user.id && (await confirmSession(db, request, found));
      return isTheirs ? found : null;
    });
    if (!proven) {
      await writeAttempt(db, accountEvent(request, "confirm-password", user), "refused");
      const what = whatIsConfirmed(request, next);
      const props = { next, what, error: "That is not your password.", kept };
      if (wantsJson(request)) return sendError(reply, 422, props.error);
      return sendPage(reply, { page: ConfirmPasswordPage, props }, { status: 422 });
    }
    return goOn(reply, next, kept, "Your password is confirmed");
  });
}

/** To where somebody was on their way: to the form first that waits for them. */
function goOn(reply: FastifyReply, next: string, kept: string | undefined, title: string) {
  if (kept === undefined) return sendRedirect(reply, next);
  const props = { title, next, kept, token: tokenOf(kept) };
  return sendPage(reply, { page: KeptFormPage, props });
}
