import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { loginUrl } from "../project.ts";
import { ErrorPage } from "../templates/error.tsx";
import type { Answer, Rendering } from "./answer.ts";
import { Elsewhere, LoginRequired, PasswordRequired, type Problem, problemOf } from "./errors.ts";
import { loginLocation, safeReferer } from "./next.ts";
import { type PageState, renderPage } from "./page.ts";
import { Visitor } from "./visitor.ts";

/** Where the password is asked for again. */
export const CONFIRM_URL = "/confirm-password/";

const MESSAGE_COOKIE = "message";

/** Did the client ask for JSON, not for a page? */
export const wantsJson = (request: FastifyRequest) =>
  /\bapplication\/json\b/.test(request.headers.accept ?? "");
const isHtmx = (request: FastifyRequest) => request.headers["hx-request"] === "true";

/** Who sends this request; loaded with the session. */
export function visitorOf(request: FastifyRequest): Visitor {
  return request.session?.visitor ?? new Visitor();
}

/** The path without the query, as the browser shows it. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "/";
}

/** Whom a CSRF token belongs to. */
export function csrfOwner(request: FastifyRequest): string {
  return String(visitorOf(request).user?.id ?? "nobody");
}

/** A CSRF token that is bound to the logged-in user. */
export function csrfTokenFor(request: FastifyRequest, reply: FastifyReply): string {
  return reply.generateCsrf({ userInfo: csrfOwner(request) });
}

/** Sends a page of this project, with the message of the action that led here. */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  rendering: Rendering,
  options: { status?: number; live?: PageState["live"] } = {},
): FastifyReply {
  const cookie = request.cookies?.[MESSAGE_COOKIE];
  const message = cookie ? request.unsignCookie(cookie).value : null;
  if (cookie) reply.clearCookie(MESSAGE_COOKIE, { path: "/" });
  const html = renderPage(rendering, {
    visitor: visitorOf(request),
    csrfToken: csrfTokenFor(request, reply),
    path: pathOf(request),
    live: options.live ?? null,
    message,
  });
  return reply
    .code(options.status ?? 200)
    .header("cache-control", "no-store")
    .type("text/html; charset=utf-8")
    .send(html);
}

/** Sends the browser on, in the way that the request's kind understands. */
export function sendRedirect(
  request: FastifyRequest,
  reply: FastifyReply,
  location: string,
): FastifyReply {
  if (isHtmx(request)) return reply.code(200).header("hx-redirect", location).send();
  if (wantsJson(request)) return reply.send({ redirect: location });
  return reply.redirect(location, request.method === "POST" ? 303 : 302);
}

/** Sends what a view said. */
export function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: Answer) {
  if (answer.kind === "page") return sendPage(request, reply, answer, { status: answer.status });
  if (answer.kind === "redirect") return sendRedirect(request, reply, answer.location);
  if (answer.kind === "refused") return sendError(request, reply, answer.status, answer.message);
  if (wantsJson(request)) return reply.send({ message: answer.message });
  reply.setCookie(MESSAGE_COOKIE, answer.message, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: "auto",
    signed: true,
    maxAge: 60,
  });
  if (isHtmx(request) && !answer.location) return reply.header("hx-refresh", "true").send();
  const back = safeReferer(request.headers.referer, request.headers.host);
  return sendRedirect(request, reply, answer.location ?? back);
}

/** Sends an error: JSON to those who ask for JSON, a page to everybody else. */
export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  message: string,
): FastifyReply {
  if (wantsJson(request)) return reply.code(status).send({ error: message });
  const rendering = { page: ErrorPage, props: { status, sentence: message } };
  return sendPage(request, reply, rendering, { status });
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem) {
  const here = request.method === "GET" ? request.url : null;
  const back = here ?? safeReferer(request.headers.referer, request.headers.host);
  if (problem instanceof LoginRequired) {
    if (wantsJson(request)) return reply.code(401).send({ error: problem.message });
    return sendRedirect(request, reply, loginLocation(loginUrl, back));
  }
  if (problem instanceof Elsewhere) {
    if (wantsJson(request)) return reply.code(403).send({ error: problem.message });
    return sendRedirect(request, reply, problem.location);
  }
  if (problem instanceof PasswordRequired) {
    const { message } = problem;
    if (wantsJson(request)) return reply.code(403).send({ error: message, confirm: CONFIRM_URL });
    return sendRedirect(request, reply, loginLocation(CONFIRM_URL, back));
  }
  return sendError(request, reply, problem.status, problem.message);
}

/** Makes pages of everything that goes wrong; a client never sees more than a sentence. */
export function handleErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => sendError(request, reply, 404, "Not found"));
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const problem = problemOf(error);
    if (problem) return sendProblem(request, reply, problem);
    const status = error.statusCode ?? 500;
    if (status < 500) return sendError(request, reply, status, error.message);
    request.log.error(error);
    return sendError(request, reply, 500, "Something went wrong on our side.");
  });
}
