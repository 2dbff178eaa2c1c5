import type { FastifyBaseLogger, FastifyRequest } from "fastify";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { WebSocket } from "ws";
import { loginUrl } from "../project.ts";
import { Banner } from "../templates/layout.tsx";
import type { Rendering } from "./answer.ts";
import type { Database } from "./database.ts";
import { type Call, fire, mount } from "./dispatch.ts";
import {
  Elsewhere,
  LoginRequired,
  PasswordRequired,
  PermissionDenied,
  type Problem,
  problemOf,
} from "./errors.ts";
import { CONFIRM_URL, pathOf } from "./http.ts";
import type { LiveView } from "./live-view.ts";
import { loginLocation } from "./next.ts";
import { renderPage } from "./page.ts";
import type { RateLimits } from "./rate-limits.ts";
import { hashSessionId } from "./sessions.ts";
import { loadVisitor, type Visitor } from "./visitor.ts";

/** What all live sockets of an application share. */
export interface LiveContext {
  readonly db: Database;
  readonly limits: RateLimits;
  readonly eventsPerMinute: number;
  readonly socketsPerUser: number;
  readonly log: FastifyBaseLogger;
  readonly sockets: Set<LiveSocket>;
}

/** What the server says; JSON, one frame a message. htmx swaps `content`, live.js does the rest. */
export type Frame =
  | { type: "render"; content: string; target: "#live"; swap: "innerMorph" }
  | { type: "error"; error: string; content: string; target: "#banner"; swap: "innerHTML" }
  | { type: "redirect"; location: string }
  | { type: "confirm"; location: string };

const MAX_WAITING_EVENTS = 32;
const MAX_UNSENT_BYTES = 1_000_000;

/** Close codes: htmx does not reconnect after these. */
const NORMAL = 1000;
const POLICY = 1008;
/** Try again later: htmx reconnects, after a while. */
const OVERLOADED = 1013;

/** One open live page. Its events and pushes are handled one after another. */
export class LiveSocket {
  readonly #socket: WebSocket;
  readonly #request: FastifyRequest;
  readonly #context: LiveContext;
  readonly #call: Call;
  readonly #sessionId: string;
  #visitor: Visitor;
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(socket: WebSocket, request: FastifyRequest, call: Call, context: LiveContext) {
    this.#socket = socket;
    this.#request = request;
    this.#call = call;
    this.#context = context;
    this.#sessionId = hashSessionId(request.session.sessionId);
    this.#visitor = call.visitor;
  }

  get userId(): number | null {
    return this.#visitor.user?.id ?? null;
  }

  /** Queues a piece of work; a client that sends faster than it is served is cut off. */
  enqueue(work: () => Promise<void>): void {
    if (this.#waiting >= MAX_WAITING_EVENTS) return this.#socket.close(OVERLOADED, "Too fast");
    this.#waiting += 1;
    this.#queue = this.#queue
      .then(() => (this.#open ? work() : undefined))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  /** The page as it stands; the first frame of every socket. */
  async connect(): Promise<void> {
    try {
      this.#sendRendering(await mount({ ...this.#call, visitor: this.#visitor }), null);
    } catch (error) {
      this.#leave(error);
    }
  }

  /** One frame of the client: session, user and permissions are read afresh for it. */
  async receive(data: string): Promise<void> {
    const { event, input } = readFrame(data);
    this.#visitor = await loadVisitor(this.#context.db, this.#sessionId);
    const call: Call = { ...this.#call, visitor: this.#visitor, input };
    const who = this.userId === null ? this.#request.ip : `user ${this.userId}`;
    let message: string | null = null;
    try {
      await this.#context.limits.count("events", who, this.#context.eventsPerMinute, 60);
      const answer = event === null ? undefined : await fire(call, event);
      if (answer?.kind === "redirect") {
        this.#send({ type: "redirect", location: answer.location });
        return this.#socket.close(NORMAL);
      }
      if (answer?.kind === "refused") return this.#sendError(answer.message);
      if (answer?.kind === "done") message = answer.message;
    } catch (error) {
      return this.#refuse(error, call);
    }
    await this.#refresh(call, message);
  }

  /** Somebody changed this user's session or permissions: show what is left, without a click. */
  async push(): Promise<void> {
    const before = this.#visitor.fingerprint();
    this.#visitor = await loadVisitor(this.#context.db, this.#sessionId);
    if (this.#visitor.fingerprint() === before) return;
    await this.#refresh({ ...this.#call, visitor: this.#visitor }, null);
    if (this.#open) this.#sendError("Permission denied", "Your permissions have changed.");
  }

  get #open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  async #refresh(call: Call, message: string | null): Promise<void> {
    try {
      this.#sendRendering(await mount(call), message);
    } catch (error) {
      this.#leave(error);
    }
  }

  /** An event's problem. Only a loss of the page itself ends the socket. */
  async #refuse(error: unknown, call: Call): Promise<void> {
    const problem = problemOf(error);
    if (!problem) throw error;
    if (problem instanceof PasswordRequired) {
      return this.#send({ type: "confirm", location: CONFIRM_URL });
    }
    const lost = problem instanceof LoginRequired || problem instanceof Elsewhere;
    if (lost || !call.visitor.passes(call.endpoint.guard)) return this.#leave(problem);
    if (problem instanceof PermissionDenied) {
      await (call.view as LiveView<unknown>).handleError(problem);
    }
    this.#sendError(problem.message);
  }

  /** The page itself is no longer for this visitor: say where to go, and close. */
  #leave(error: unknown): void {
    const problem = problemOf(error);
    if (!problem) throw error;
    const location = placeToGo(problem, this.#request);
    if (location === null) this.#sendError(problem.message);
    else this.#send({ type: "redirect", location });
    this.#socket.close(POLICY, problem.message);
  }

  #fail(error: unknown): void {
    const problem = problemOf(error);
    if (!problem) this.#context.log.error(error);
    this.#sendError(problem?.message ?? "Something went wrong on our side.");
  }

  #sendRendering(rendering: Rendering, message: string | null): void {
    const content = renderPage(rendering, {
      visitor: this.#visitor,
      csrfToken: this.#request.csrfToken,
      path: pathOf(this.#request),
      live: { fragment: true },
      message,
    });
    this.#send({ type: "render", content, target: "#live", swap: "innerMorph" });
  }

  #sendError(error: string, sentence = error): void {
    const reload = error === "Permission denied" ? pathOf(this.#request) : null;
    const content = renderToString(h(Banner, { sentence, reload }));
    this.#send({ type: "error", error, content, target: "#banner", swap: "innerHTML" });
  }

  #send(frame: Frame): void {
    if (!this.#open) return;
    // A reader that does not keep up is cut off before it costs memory.
    if (this.#socket.bufferedAmount > MAX_UNSENT_BYTES) return this.#socket.terminate();
    this.#socket.send(JSON.stringify(frame));
  }
}

function placeToGo(problem: Problem, request: FastifyRequest): string | null {
  if (problem instanceof LoginRequired) return loginLocation(loginUrl, request.url);
  return problem instanceof Elsewhere ? problem.location : null;
}

/** An event's name and values; null for a frame that is none. */
function readFrame(data: string): { event: string | null; input: Record<string, unknown> } {
  const frame = JSON.parse(data) as unknown;
  const { event, headers: _headers, _csrf, ...input } = Object(frame) as Record<string, unknown>;
  return { event: String(event), input };
}

/** Takes over an accepted WebSocket of a live page. */
export function openLiveSocket(
  socket: WebSocket,
  request: FastifyRequest,
  callOf: (request: FastifyRequest) => Call,
  context: LiveContext,
): void {
  let live: LiveSocket;
  try {
    live = new LiveSocket(socket, request, callOf(request), context);
  } catch {
    return socket.close(POLICY, "Not found"); // the path's parameters are none
  }
  const same = [...context.sockets].filter((other) => other.userId === live.userId);
  if (same.length >= context.socketsPerUser) return socket.close(OVERLOADED, "Too many pages");
  context.sockets.add(live);
  socket.on("close", () => context.sockets.delete(live));
  socket.on("error", () => socket.terminate()); // too big or malformed; ws closes with a code
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    if (isBinary) return socket.close(1003, "Text only");
    live.enqueue(() => live.receive(data.toString("utf8")));
  });
  live.enqueue(() => live.connect());
}
