/**
 * Forms that are not taken: shown again with what was typed in them, and nothing is written. Only for
 * those who say, as browsers do, that they come from a page of this very site: what another site's
 * page sends fills no form in.
 */
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from "fastify";
import { visitorOf } from "#accounts/request-session";
import { STRANGER } from "#accounts/why-log-in";
import { Form } from "#forms/form";
import type { Rendering } from "#runtime/answer";
import { PasswordRequired, Problem, problemOf } from "#runtime/errors";
import { isHtmx, wantsJson } from "#server/clients";
import { isOwnOrigin } from "#server/hosts";
import { openSeen } from "#server/seals";
import { ConfirmPasswordPage } from "#templates/confirm-password";
import { KEPT } from "#templates/kept-form";
import { LoginPage } from "#templates/login";
import type { Call } from "./call.ts";
import { rememberWhat } from "./confirming.ts";
import { read } from "./dispatch.ts";
import { sendAnswer, sendPage } from "./http.ts";
import { keptIn, type Typed, typedIn } from "./kept-text.ts";
import { safeNext } from "./next.ts";

const TOO_MANY = 429;

const STALE =
  "This page was out of date, so nothing was changed. Look at it again, and send it once more.";
const BACK = "Nothing was saved yet. Look at what you had typed, and save it now.";
const LOST = "Nothing was saved, and what was typed before the login could not be kept.";

/** @param callOf the call of the form's own page */
export function showAgain(
  callOf: (request: FastifyRequest) => Call,
): NonNullable<FastifyContextConfig["again"]> {
  return async (request, reply, hasToken) => {
    if (!isFromOwnPage(request)) return false;
    const call = callOf(request);
    if (call.rules.loginRequired && !visitorOf(request).user) {
      askForLogin(request, reply);
      return true;
    }
    const isKept = Object.hasOwn(Object(request.body), KEPT);
    // What was kept through a login is for those alone who had typed it: their token is in it.
    const typed = isKept && !hasToken ? null : typedIn(request);
    const answer = await read(call);
    if (answer.kind !== "page") {
      sendAnswer(reply, answer);
      return true;
    }
    const notice = !isKept ? STALE : typed ? BACK : LOST;
    sendPage(reply, typed ? retyped(answer, typed, request) : answer, { status: 403, notice });
    return true;
  };
}

/**
 * Keeps what was typed into a form that is not taken yet: it is shown again when there were too many,
 * and waits in the page that asks for the password.
 *
 * @param callOf the call of the form's own page
 * @param refusal why it is not taken
 * @returns false when that is another problem, or nothing was typed: has not answered
 */
export async function keepForm(
  callOf: (request: FastifyRequest) => Call,
  reply: FastifyReply,
  refusal: unknown,
): Promise<boolean> {
  const { request } = reply;
  if (!(refusal instanceof Problem) || !isFromOwnPage(request)) return false;
  const asks = refusal instanceof PasswordRequired;
  if (!asks && refusal.status !== TOO_MANY) return false;
  const answer = await read(callOf(request)).catch(nothingToShow);
  if (answer?.kind !== "page" || !Object.values(answer.props).some(isForm)) return false;
  if (asks) {
    askForPassword(request, reply, refusal.what);
  } else {
    const page = retyped(answer, typedIn(request), request);
    sendPage(reply, page, { status: TOO_MANY, notice: refusal.message });
  }
  return true;
}

/** Says the browser that a page of this very site has sent it? */
function isFromOwnPage(request: FastifyRequest): boolean {
  return isOwnOrigin(request) && !wantsJson(request) && !isHtmx(request);
}

const isForm = (value: unknown) => value instanceof Form;

/** Who may send a form and not open its page is answered without it. */
function nothingToShow(error: unknown): null {
  if (problemOf(error)) return null;
  throw error;
}

/** The page with what was typed into its form. */
function retyped(answer: Rendering, typed: Typed, request: FastifyRequest): Rendering {
  const seen = openSeen(request.server.seals, typed["_seen"] ?? null);
  const props = Object.entries(answer.props).map(([name, value]) => [
    name,
    value instanceof Form ? value.retyped(typed, seen) : (value as unknown),
  ]);
  return { ...answer, props: Object.fromEntries(props) as object };
}

/** The login page in place of the answer, with what was typed in it. */
function askForLogin(request: FastifyRequest, reply: FastifyReply): void {
  const next = safeNext(request.url);
  const props = { next, username: "", error: null, kept: keptIn(request) };
  const notice = request.whyLoggedOut ?? STRANGER;
  sendPage(reply, { page: LoginPage, props }, { status: 401, notice });
}

/** The same with the page that asks for the password. */
function askForPassword(request: FastifyRequest, reply: FastifyReply, what: string): void {
  const next = safeNext(request.url);
  rememberWhat(reply, next, what);
  const props = { next, what, error: null, kept: keptIn(request) };
  sendPage(reply, { page: ConfirmPasswordPage, props }, { status: 403 });
}
