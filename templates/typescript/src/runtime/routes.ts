import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Call, mount, read, write } from "./dispatch.ts";
import { sendAnswer, sendPage, visitorOf } from "./http.ts";
import { type LiveContext, openLiveSocket } from "./live-socket.ts";
import { compilePath } from "./paths.ts";
import type { Endpoint, ViewClass, ViewRules } from "./registry.ts";
import { requestOf } from "./view-request.ts";

/** Registers every endpoint of a view class. */
export function routeView(
  app: FastifyInstance,
  view: ViewClass,
  rules: ViewRules,
  live: LiveContext,
): void {
  for (const endpoint of rules.endpoints) {
    if (endpoint.path === null) continue; // an event: it comes in over its page's socket
    const { route, parse } = compilePath(endpoint.path);
    const callOf = (request: FastifyRequest): Call => ({
      rules,
      endpoint,
      view: new view(),
      visitor: visitorOf(request),
      db: live.db,
      limits: live.limits,
      params: parse(request.params as Record<string, string>),
      request: requestOf(request),
      input: inputOf(request),
    });
    const handler = handlers[endpoint.kind as "get" | "post" | "page"](rules, callOf, app);
    const method = endpoint.kind === "post" ? "POST" : "GET";
    if (endpoint.kind !== "page") {
      app.route({ method, url: route, handler });
      continue;
    }
    app.route({
      method,
      url: route,
      handler,
      wsHandler: (socket, request) => openLiveSocket(socket, request, callOf, live),
    });
  }
}

type CallOf = (request: FastifyRequest) => Call;
type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

const handlers = {
  get: (_rules: ViewRules, callOf: CallOf): Handler => {
    return async (request, reply) => sendAnswer(request, reply, await read(callOf(request)));
  },
  post: (rules: ViewRules, callOf: CallOf, app: FastifyInstance): Handler => {
    return async (request, reply) => {
      // Whoever is not logged in is sent to the login page, which needs no token.
      if (visitorOf(request).user || !rules.loginRequired) await checkCsrf(app, request, reply);
      return sendAnswer(request, reply, await write(callOf(request)));
    };
  },
  page: (_rules: ViewRules, callOf: CallOf): Handler => {
    return async (request, reply) =>
      sendPage(request, reply, await mount(callOf(request)), { live: { fragment: false } });
  },
} satisfies Record<Exclude<Endpoint["kind"], "event">, unknown>;

/** What a form or JSON body holds, without the token. */
function inputOf(request: FastifyRequest): Record<string, unknown> {
  const { _csrf, ...input } = requestOf(request).body;
  return input;
}

/** Throws 403 unless the request carries a token of this very visitor. */
export function checkCsrf(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  return new Promise((resolve, reject) => {
    // The plugin answers by itself on failure; it is made to throw instead, for one way out.
    const thrower = Object.create(reply, { send: { value: reject } }) as FastifyReply;
    app.csrfProtection.call(app, request, thrower, (error?: unknown) =>
      error ? reject(error) : resolve(),
    );
  });
}
