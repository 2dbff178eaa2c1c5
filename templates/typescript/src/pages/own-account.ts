import { eq } from "drizzle-orm";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { holdVisitor } from "#accounts/hold-visitor";
import { faultOf } from "#accounts/new-password";
import { hash } from "#accounts/passwords";
import { visitorOf } from "#accounts/request-session";
import { accountEvent, endSessions, sessionsOf } from "#accounts/sessions";
import { changePassword, checkPassword } from "#accounts/users";
import { TooManyFailures, type WrongPasswords } from "#accounts/wrong-passwords";
import { writeAttempt } from "#audit/attempts";
import { writeAudit } from "#audit/log";
import type { Database } from "#database/connection";
import { User } from "#database/tables";
import { sendAnswer, sendPage } from "#dispatch/http";
import { requestOf } from "#dispatch/view-request";
import { LoginRequired } from "#runtime/errors";
import type { Login, User as LoggedIn } from "#runtime/visitor";
import { AccountPage } from "#templates/account";
import { leave } from "./leave.ts";

export const ACCOUNT_URL = "/my-account/";

export interface OwnPageOptions {
  readonly db: Database;
  readonly wrong: WrongPasswords;
  /** How often the old password may be wrong in one session. */
  readonly mostWrong: number;
  readonly demoUsers: boolean;
}

/** What users do with their own accounts: another password, and an end to their sessions. */
export function routeOwnAccount(app: FastifyInstance, options: OwnPageOptions): void {
  const { db, wrong, mostWrong, demoUsers } = options;
  const loggedIn = { config: { loginRequired: true } };

  app.get(ACCOUNT_URL, async (_request, reply) => showAccount(reply));

  app.post(`${ACCOUNT_URL}password/`, loggedIn, async (request, reply) => {
    const { user, login } = loggedInAs(request);
    const { body } = requestOf(request);
    const [old, fresh, again] = ["old", "new", "again"].map((name) => textOf(body[name]));
    const fault = fresh === again ? await faultOf(fresh ?? "", user.username) : DIFFERENT;
    if (fault) return showAccount(reply, 422, fault);
    const hashed = await hash(fresh ?? "");
    try {
      const counts = [{ of: "session", who: login.id, most: mostWrong }];
      const proven = await wrong.attempt(counts, async () => {
        const found = await checkPassword(db, user.username, old ?? "", demoUsers);
        const isChanged =
          found?.id === user.id &&
          (await change(request, async (transaction) => {
            if (!(await changePassword(transaction, found, hashed, login.id))) return false;
            const event = accountEvent(request, "change-password", user);
            await writeAudit(transaction, event, "allowed");
            return true;
          }));
        return isChanged ? found : null;
      });
      if (proven) return say(reply, "Your password is changed. Elsewhere you are logged out.");
    } catch (error) {
      if (error instanceof TooManyFailures) return showAccount(reply, error.status, error.message);
      throw error;
    }
    await writeAttempt(db, accountEvent(request, "change-password", user), "refused");
    return showAccount(reply, 422, "That is not your old password.");
  });

  app.post(`${ACCOUNT_URL}end-session/`, loggedIn, async (request, reply) => {
    const only = textOf(requestOf(request).body["session"]);
    const ended = await change(request, (transaction, user) =>
      end(transaction, request, "end-session", user, { only }),
    );
    if (only === loggedInAs(request).login.id) return leave(reply);
    return say(reply, ended > 0 ? "That login has ended." : "That login had ended before.");
  });

  app.post(`${ACCOUNT_URL}log-out-everywhere/`, loggedIn, async (request, reply) => {
    await change(request, (transaction, user) =>
      end(transaction, request, "log-out-everywhere", user, {}),
    );
    return leave(reply);
  });

  async function showAccount(reply: FastifyReply, status = 200, error: string | null = null) {
    const { user, login } = loggedInAs(reply.request);
    const sessions = await sessionsOf(db, user.id);
    const props = { sessions, current: login.id, error };
    return sendPage(reply, { page: AccountPage, props }, { status });
  }

  /** In a transaction, to whose end the visitor's session holds. */
  async function change<T>(
    request: FastifyRequest,
    work: (transaction: Database, user: LoggedIn) => Promise<T>,
  ): Promise<T> {
    const early = visitorOf(request);
    return db.transaction(async (transaction) => {
      // For writing from the start: of two changes at once the second one waits.
      const theirs = eq(User.id, early.user?.id ?? 0);
      await transaction.select({ id: User.id }).from(User).where(theirs).for("update");
      const { user } = await holdVisitor(transaction, early, []);
      if (!user) throw new LoginRequired();
      return work(transaction, user);
    });
  }
}

const DIFFERENT = "The new password and its repetition differ.";

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

function loggedInAs(request: FastifyRequest): { user: LoggedIn; login: Login } {
  const { user, login } = visitorOf(request);
  if (!user || !login) throw new LoginRequired();
  return { user, login };
}

async function end(
  transaction: Database,
  request: FastifyRequest,
  action: string,
  user: LoggedIn,
  which: { readonly only?: string },
): Promise<number> {
  const sessions = await endSessions(transaction, user.id, which);
  await writeAudit(
    transaction,
    accountEvent(request, action, user, { params: { sessions } }),
    "allowed",
  );
  return sessions;
}

const say = (reply: FastifyReply, message: string) =>
  sendAnswer(reply, { kind: "done", message, location: ACCOUNT_URL });
