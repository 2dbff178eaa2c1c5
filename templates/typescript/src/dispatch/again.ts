/**
 * Forms that are not taken: shown again with what was typed in them, and nothing is written. Only for
 * those who say, as browsers do, that they come from a page of this very site: what another site's
 * page sends fills no form in.
 */
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from "fastify";
import { visitorOf } from "#accounts/request-session";
import { STRANGER } from "#accounts/why-log-in";
import { Form } from "#forms/form";
import { isHtmx, wantsJson } from "#server/clients";
import { isOwnOrigin } from "#server/hosts";
import { openSeen } from "#server/seals";
import { KEPT } from "#templates/kept-form";
import { LoginPage } from "#templates/login";
import type { Call } from "./call.ts";
import { read } from "./dispatch.ts";
import { sendAnswer, sendPage } from "./http.ts";
import { keptIn, typedIn } from "./kept-text.ts";
import { safeNext } from "./next.ts";

const STALE =
  "This page was out of date, so nothing was changed. Look at it again, and send it once more.";
const BACK = "Nothing was saved yet. Look at what you had typed, and save it now.";
const LOST = "Nothing was saved, and what was typed before the login could not be kept.";

/** @param callOf the call of the form's own page */
export function showAgain(
  callOf: (request: FastifyRequest) => Call,
): NonNullable<FastifyContextConfig["again"]> {
  return async (request, reply, hasToken) => {
    if (!isOwnOrigin(request) || wantsJson(request) || isHtmx(request)) return false;
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
    const seen = openSeen(request.server.seals, typed?.["_seen"] ?? null);
    const props = Object.entries(answer.props).map(([name, value]) => [
      name,
      value instanceof Form && typed ? value.retyped(typed, seen) : (value as unknown),
    ]);
    const notice = !isKept ? STALE : typed ? BACK : LOST;
    const page = { ...answer, props: Object.fromEntries(props) as object };
    sendPage(reply, page, { status: 403, notice });
    return true;
  };
}

/** The login page in place of the answer, with what was typed in it. */
function askForLogin(request: FastifyRequest, reply: FastifyReply): void {
  const next = safeNext(request.url);
  const props = { next, username: "", error: null, kept: keptIn(request) };
  const notice = request.whyLoggedOut ?? STRANGER;
  sendPage(reply, { page: LoginPage, props }, { status: 401, notice });
}
