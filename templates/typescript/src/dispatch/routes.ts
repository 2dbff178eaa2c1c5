/** Gives every endpoint of a view its route in Fastify, and every live page its socket. */
import type { WebsocketHandler } from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { visitorOf } from "#accounts/request-session";
import type { Database } from "#database/connection";
import { checkFacts } from "#rows/conditions";
import { factsIn } from "#runtime/guards";
import { compilePath } from "#runtime/paths";
import { describeView, type Endpoint, type ViewClass, type ViewRules } from "#runtime/registry";
import { entityTags } from "#server/entity-tags";
import type { Seals } from "#server/seals";
import { keepForm, showAgain } from "./again.ts";
import type { Call, Watch } from "./call.ts";
import { mount, read, write } from "./dispatch.ts";
import { subjectOf } from "./enter.ts";
import { sendAnswer, sendPage } from "./http.ts";
import type { LiveSockets } from "./live-sockets.ts";
import type { RateLimits } from "./rate-limits.ts";
import { requestOf } from "./view-request.ts";

/** What all views of an application share. */
export interface Services {
  readonly db: Database;
  readonly limits: RateLimits;
  readonly seals: Seals;
  readonly sockets: LiveSockets;
  readonly watch: Watch | undefined;
}

/** Throws when the class leaves something unsaid, see `describeView`. */
export function routeView(app: FastifyInstance, view: ViewClass, services: Services): void {
  const { sockets, ...shared } = services;
  const rules = describeView(view);
  checkGuards(rules);
  for (const endpoint of rules.endpoints) {
    if (endpoint.path === null) continue; // an event: it comes in over its page's socket
    const { route, parse } = compilePath(endpoint.path);
    const callAt =
      (door: Endpoint) =>
      (httpRequest: FastifyRequest): Call => {
        const params = parse(httpRequest.params as Record<string, string>);
        const request = requestOf(httpRequest);
        const visitor = visitorOf(httpRequest);
        const input = request.body;
        const call = { ...shared, rules, view: new view(), visitor, params, request, input };
        return { ...call, endpoint: door };
      };
    const callOf = callAt(endpoint);
    const form = endpoint.kind === "post" ? formOf(rules, endpoint) : undefined;
    const isPage = endpoint.kind === "page";
    const wsHandler: WebsocketHandler = (socket, request) => sockets.open(socket, request, callOf);
    app.route({
      method: endpoint.kind === "post" ? "POST" : "GET",
      url: route,
      config: {
        loginRequired: rules.loginRequired,
        ...(form && { again: showAgain(callAt(form)) }),
      },
      async handler(request, reply) {
        const call = callOf(request);
        if (endpoint.kind === "post") {
          try {
            return sendAnswer(reply, await write(call));
          } catch (error) {
            if (form && (await keepForm(callAt(form), reply, error))) return reply;
            throw error;
          }
        }
        const answer = isPage ? await mount(call) : await read(call);
        const subject = subjectOf(call);
        if (subject) reply.header("etag", entityTags(subject.row, call.seals)[0]); // for If-Match
        if ("kind" in answer) return sendAnswer(reply, answer);
        return sendPage(reply, answer, { live: { fragment: false } });
      },
      ...(isPage && { wsHandler }),
    });
  }
}

/** Throws when a guard asks facts of a row that there is not, or that has no such fields. */
function checkGuards({ name, endpoints, object, row }: ViewRules): void {
  const table = (row ?? object)?.table;
  for (const { method, guard } of endpoints) {
    for (const facts of factsIn(guard)) {
      if (!table) throw new Error(`${name}.${method} asks facts of a row, and loads none.`);
      checkFacts(facts, table);
    }
  }
}

/** The page that is sent to the endpoint: the one at the same path. */
function formOf({ endpoints }: ViewRules, { path }: Endpoint): Endpoint | undefined {
  return endpoints.find((other) => other.kind === "get" && other.path === path);
}
