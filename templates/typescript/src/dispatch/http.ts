/**
 * How answers and problems leave over HTTP: as a page, as JSON to those who ask for it, or as the
 * headers that htmx understands. A client never sees more of an error than a sentence.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { visitorOf } from "#accounts/request-session";
import { loginUrl } from "#project";
import type { Answer, Rendering } from "#runtime/answer";
import {
  Elsewhere,
  LoginRequired,
  PasswordRequired,
  type Problem,
  problemOf,
} from "#runtime/errors";
import { isHtmx, wantsJson } from "#server/clients";
import { saidOnce, sayOnce } from "#server/said-once";
import { ErrorPage } from "#templates/error";
import { rememberWhat } from "./confirming.ts";
import { csrfTokenFor } from "./csrf.ts";
import { loginLocation, safeReferer } from "./next.ts";
import { type PageState, renderPage } from "./render-page.ts";
import { pathOf, queryOf } from "./view-request.ts";

/** Where the password is asked for again. */
export const CONFIRM_URL = "/confirm-password/";

const FOR_MEMBERS = "The page that you asked for is for its members only.";

/** Sends a page of this project, with the message of the action that led here. */
export function sendPage(
  reply: FastifyReply,
  rendering: Rendering,
  options: { status?: number; live?: PageState["live"]; notice?: string | null } = {},
): FastifyReply {
  const { request } = reply;
  const html = renderPage(rendering, {
    visitor: visitorOf(request),
    csrfToken: csrfTokenFor(request, reply),
    seal: request.server.seals.seal,
    path: pathOf(request),
    query: queryOf(request),
    live: options.live ?? null,
    message: saidOnce(reply, "message"),
    notice: options.notice ?? saidOnce(reply, "notice"),
  });
  return reply
    .code(options.status ?? 200)
    .type("text/html; charset=utf-8")
    .send(html);
}

/** Sends the browser on, in the way that the request's kind understands. */
export function sendRedirect(reply: FastifyReply, location: string): FastifyReply {
  const { request } = reply;
  if (isHtmx(request)) return reply.code(200).header("hx-redirect", location).send();
  if (wantsJson(request)) return reply.send({ redirect: location });
  return reply.redirect(location, request.method === "POST" ? 303 : 302);
}

/** Sends what a view said. */
export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  const { request } = reply;
  if (answer.kind === "page") return sendPage(reply, answer, { status: answer.status });
  if (answer.kind === "redirect") return sendRedirect(reply, answer.location);
  if (answer.kind === "refused") return sendError(reply, answer.status, answer.message);
  if (wantsJson(request)) return reply.send({ message: answer.message });
  sayOnce(reply, "message", answer.message);
  if (isHtmx(request) && !answer.location) return reply.header("hx-refresh", "true").send();
  const back = safeReferer(request.headers.referer, request.host);
  return sendRedirect(reply, answer.location ?? back);
}

/** Sends an error: JSON to those who ask for JSON, a page to everybody else. */
export function sendError(reply: FastifyReply, status: number, message: string): FastifyReply {
  if (wantsJson(reply.request)) return reply.code(status).send({ error: message });
  const { method, headers, host } = reply.request;
  const back = method === "GET" ? "/" : safeReferer(headers.referer, host);
  const props = { status, sentence: message, back };
  return sendPage(reply, { page: ErrorPage, props }, { status });
}

/** Where a problem leads to, and from there back again; null: nowhere, it is only said. */
export function placeToGo(problem: Problem, back: string): string | null {
  if (problem instanceof LoginRequired) return loginLocation(loginUrl, back);
  if (problem instanceof PasswordRequired) return loginLocation(CONFIRM_URL, back);
  return problem instanceof Elsewhere ? problem.location : null;
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { method, url, headers, host } = reply.request;
  if (wantsJson(reply.request)) {
    const asks = problem instanceof PasswordRequired;
    const more = asks ? { confirm: CONFIRM_URL, what: problem.what } : {};
    return reply.code(problem.status).send({ error: problem.message, ...more });
  }
  const here = method === "GET" ? url : safeReferer(headers.referer, host);
  if (problem instanceof PasswordRequired) rememberWhat(reply, here, problem.what);
  const place = placeToGo(problem, here);
  const why = problem instanceof Elsewhere ? FOR_MEMBERS : reply.request.whyLoggedOut;
  if (place && why) sayOnce(reply, "notice", why);
  return place ? sendRedirect(reply, place) : sendError(reply, problem.status, problem.message);
}

/** What a visitor is told of a defect; whoever reads the log finds it by the id. */
export function defectSentence({ id }: Pick<FastifyRequest, "id">): string {
  return `Something went wrong on our side (request ${id}).`;
}

/** Makes pages of everything that goes wrong. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const problem = problemOf(error);
    if (problem) return sendProblem(reply, problem);
    const status = error.statusCode ?? 500;
    if (status < 500) return sendError(reply, status, error.message);
    request.log.error(error);
    return sendError(reply, 500, defectSentence(request));
  });
}
