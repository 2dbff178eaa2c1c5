/**
 * All open live pages of this process: who may open one and how many, which of them hear of a
 * change, and which are gone without a word.
 */
import fastifyWebsocket from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { WebSocket } from "ws";
import { hashSessionId } from "#accounts/sessions";
import { isOwnOrigin, OTHER_ORIGIN } from "#server/hosts";
import { type Call, callerOf } from "./call.ts";
import { csrfTokenFor } from "./csrf.ts";
import { OVERLOADED, POLICY } from "./live-frames.ts";
import { LiveSocket } from "./live-socket.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** For the forms on a live page, which are rendered long after the request was answered. */
    csrfToken: string;
  }
}

export interface LiveOptions {
  /** Of one user, counted over all open pages of this process. */
  readonly eventsPerMinute: number;
  readonly socketsPerUser: number;
  /** How often each page's browser is asked whether it is still there. */
  readonly heartbeatSeconds: number;
}

/** So long an open page may take to say good-bye, in milliseconds. */
const FAREWELL = 2_000;

/** In bytes: an event with 200,000 characters of any script. */
const MAX_FRAME = 1_310_720;

export class LiveSockets {
  readonly #sockets = new Set<LiveSocket>();
  readonly #options: LiveOptions;
  readonly #heartbeat: NodeJS.Timeout;

  constructor(options: LiveOptions) {
    this.#options = options;
    const beat = () => this.#sockets.forEach((socket) => socket.beat());
    this.#heartbeat = setInterval(beat, options.heartbeatSeconds * 1000).unref();
  }

  /** Lets the application's routes take sockets: small messages, and from its own pages only. */
  async register(app: FastifyInstance): Promise<void> {
    await app.register(fastifyWebsocket, {
      options: { maxPayload: MAX_FRAME, perMessageDeflate: false },
      // A line that breaks and a frame that is none are the client's, and no defect.
      errorHandler: (error, socket, request) => {
        const level = "code" in error ? "info" : "error";
        request.log[level]({ err: error }, "The socket broke");
        socket.terminate();
      },
      preClose: () => this.#close(app),
    });
    app.decorateRequest("csrfToken", "");
    app.addHook("preValidation", async (request, reply) => {
      if (!request.ws) return;
      // Browsers name the page a socket is opened from; no other site's page may open one.
      if (!isOwnOrigin(request)) return reply.code(403).send({ error: OTHER_ORIGIN });
      request.csrfToken = csrfTokenFor(request, reply);
    });
  }

  /** Takes over an accepted WebSocket of a live page. Of its request little is kept. */
  open(socket: WebSocket, request: FastifyRequest, callOf: (request: FastifyRequest) => Call) {
    let call: Call;
    try {
      call = callOf(request);
    } catch {
      return socket.close(POLICY, "Not found"); // the path's parameters are none
    }
    const { eventsPerMinute, socketsPerUser } = this.#options;
    const same = [...this.#sockets].filter(({ owner }) => owner === callerOf(call));
    if (same.length >= socketsPerUser) return socket.close(OVERLOADED, "Too many pages");
    const { id, log, url, csrfToken, session } = request;
    const page = { id, log, url, csrfToken, sessionId: hashSessionId(session.sessionId) };
    const live = new LiveSocket(socket, call, page, eventsPerMinute);
    this.#sockets.add(live);
    socket.on("close", () => this.#sockets.delete(live));
  }

  /** The powers have changed of the user with this id, or of anybody: "*". */
  push(userId: string): void {
    for (const socket of this.#sockets) {
      if (userId === "*" || userId === String(socket.userId)) socket.push();
    }
  }

  /** Lets the events that were begun finish, and sends the pages to another process. */
  async #close(app: FastifyInstance): Promise<void> {
    clearInterval(this.#heartbeat);
    await Promise.all([...this.#sockets].map((socket) => socket.end()));
    const terminate = () => app.websocketServer.clients.forEach((client) => client.terminate());
    setTimeout(terminate, FAREWELL).unref();
  }
}
