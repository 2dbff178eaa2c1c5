/**
 * One open live page: reads its events one after another, each with a visitor loaded afresh, and
 * sends what the page looks like then. Whoever loses the page is sent away and the socket closed.
 */
import type { FastifyBaseLogger } from "fastify";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { WebSocket } from "ws";
import { loadVisitor } from "#accounts/load-visitor";
import { noteUse } from "#accounts/sessions";
import { Conflict, PasswordRequired, PermissionDenied, problemOf } from "#runtime/errors";
import type { LiveView } from "#runtime/live-view";
import { Banner } from "#templates/layout";
import { type Call, callerOf } from "./call.ts";
import { admit, asksRow, fire, isStillOpen, mount } from "./dispatch.ts";
import { logEvent } from "./event-log.ts";
import { CONFIRM_URL, defectSentence, placeToGo } from "./http.ts";
import { type Frame, NORMAL, OVERLOADED, POLICY, readFrame, RESTARTING } from "./live-frames.ts";
import { renderPage } from "./render-page.ts";

/** What is kept of the page's request, besides its call. */
export interface LivePage {
  readonly id: string;
  readonly log: FastifyBaseLogger;
  readonly url: string;
  readonly csrfToken: string;
  /** Hashed. */
  readonly sessionId: string;
}

const MAX_WAITING_EVENTS = 32;
/** One that is longer counts as several. */
const placesOf = (length: number) => 1 + Math.floor(length / 65_536);
/** Milliseconds until a push is tried again that found no database. */
const LOOK_AGAIN_AFTER = 1_000;
const MAX_UNSENT_BYTES = 1_000_000;

export class LiveSocket {
  readonly #socket: WebSocket;
  readonly #page: LivePage;
  readonly #eventsPerMinute: number;
  /** The page's own call, with the visitor as loaded last. */
  #call: Call;
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;
  #isPushed = false;
  #isAnswering = true;
  #isEnding = false;
  /** Whether an event is being worked off: what is sent then is its answer. */
  #isEvent = false;
  /** The powers of the visitor for whom the page was rendered last. */
  #shown = "";

  constructor(socket: WebSocket, call: Call, page: LivePage, eventsPerMinute: number) {
    this.#socket = socket;
    this.#call = call;
    this.#page = page;
    this.#eventsPerMinute = eventsPerMinute;
    socket.on("pong", () => (this.#isAnswering = true));
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      if (isBinary) return socket.close(1003, "Text only");
      this.#enqueue(() => this.#receive(data.toString("utf8")), data.length);
    });
    this.#enqueue(() => this.#render(null));
  }

  get userId(): number | null {
    return this.#call.visitor.user?.id ?? null;
  }

  /** Whom the limits count. */
  get owner(): string {
    return callerOf(this.#call);
  }

  /**
   * Somebody changed this user's session, permissions or membership: shows what is left, without a
   * click. Of a burst of changes the first and the last one are looked at.
   */
  push(): void {
    if (this.#isPushed) return;
    this.#isPushed = true;
    this.#enqueue(async () => {
      this.#isPushed = false;
      await this.#lookAgain();
    });
  }

  /** At every heartbeat. Ends the page of a browser that is gone, and that of an expired session. */
  beat(): void {
    if (!this.#isAnswering) return this.#socket.terminate();
    this.#isAnswering = false;
    this.#socket.ping();
    const { login } = this.#call.visitor;
    if (login && login.expiresAt.getTime() <= Date.now()) this.push();
  }

  /** The process ends: finishes what was begun, then closes. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await this.#queue;
    this.#socket.close(RESTARTING, "Restarting");
  }

  /**
   * Queues a piece of work; a client that sends faster than it is served is cut off.
   *
   * @param ofEvent the length of an event, in bytes
   */
  #enqueue(work: () => Promise<void>, ofEvent: number | null = null): void {
    if (this.#isEnding) return;
    if (this.#waiting >= MAX_WAITING_EVENTS) return this.#socket.close(OVERLOADED, "Too fast");
    const places = placesOf(ofEvent ?? 0);
    this.#waiting += places;
    this.#queue = this.#queue
      .then(() => {
        this.#isEvent = ofEvent !== null;
        return this.#isOpen ? work() : undefined;
      })
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#waiting -= places;
      });
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Session, user and permissions as they are at this moment, in one query. */
  async #reload(): Promise<void> {
    const visitor = await loadVisitor(this.#call.db, this.#page.sessionId);
    this.#call = { ...this.#call, visitor };
  }

  async #receive(data: string): Promise<void> {
    let message: string | null = null;
    try {
      const limit = { maxCalls: this.#eventsPerMinute, perSeconds: 60 };
      for (let place = placesOf(data.length); place > 0; place -= 1) {
        await this.#call.limits.countHere("events", this.owner, limit);
      }
      await this.#reload();
      await noteUse(this.#call.db, this.#call.visitor.login);
      const { event, written } = readFrame(data, this.#call.seals);
      const { input, ...said } = written;
      const request = { ...this.#call.request, ...said };
      const call = { ...this.#call, input, request };
      const answer = await logEvent(this.#page.log, call, event, () => fire(call, event));
      if (answer?.kind === "redirect") return this.#redirect(answer.location, NORMAL);
      if (answer?.kind === "refused") return this.#sendError(answer.message);
      if (answer?.kind === "done") message = answer.message;
    } catch (error) {
      return this.#refuse(error, data);
    }
    // The event may have taken its time, and have taken something away.
    await this.#reload();
    await this.#render(message);
  }

  async #lookAgain(): Promise<void> {
    try {
      await this.#reload();
    } catch (error) {
      // What was taken away is not to stay open because the database was away at that moment.
      this.#page.log.error(error);
      setTimeout(() => this.push(), LOOK_AGAIN_AFTER).unref();
      return;
    }
    if (this.#call.visitor.fingerprint() !== this.#shown) {
      await this.#render(null);
      if (this.#isOpen) this.#sendError("Permission denied", "Your permissions have changed");
    } else if (this.#call.rules.member || asksRow(this.#call.endpoint)) {
      await admit(this.#call).catch((error: unknown) => this.#leave(error));
    }
  }

  /** An event's problem. Only a loss of the page itself ends the socket. */
  async #refuse(error: unknown, data: string): Promise<void> {
    const problem = problemOf(error);
    if (!problem) throw error;
    if (problem instanceof PasswordRequired) {
      return this.#send({
        type: "confirm",
        location: CONFIRM_URL,
        what: problem.what,
        again: data,
      });
    }
    const isLost =
      placeToGo(problem, this.#page.url) !== null || !(await isStillOpen(this.#call, problem));
    if (isLost) return this.#leave(problem);
    const { view } = this.#call;
    if (problem instanceof PermissionDenied) await (view as LiveView<unknown>).handleError(problem);
    // What has changed is shown before it is spoken of, which is the answer.
    if (problem instanceof Conflict) await this.#render(null, false);
    this.#sendError(problem.message);
  }

  /** The page itself is no longer for this visitor: says where to go, and closes. */
  #leave(error: unknown): void {
    const problem = problemOf(error);
    if (!problem) throw error;
    const location = placeToGo(problem, this.#page.url);
    if (location !== null) return this.#redirect(location, POLICY);
    this.#sendError(problem.message);
    this.#socket.close(POLICY, problem.message);
  }

  #fail(error: unknown): void {
    const problem = problemOf(error);
    if (!problem) this.#page.log.error(error);
    this.#sendError(problem?.message ?? defectSentence(this.#page));
  }

  /** Sends the page as it stands. */
  async #render(message: string | null, isAnswer = this.#isEvent): Promise<void> {
    try {
      const rendering = await mount(this.#call);
      const { visitor, request } = this.#call;
      this.#shown = visitor.fingerprint();
      const { csrfToken } = this.#page;
      const [{ path, query }, { seal }] = [request, this.#call.seals];
      const state = { visitor, csrfToken, seal, path, query, live: { fragment: true }, message };
      const content = renderPage(rendering, state);
      this.#send({ type: "render", content, target: "#live", swap: "innerMorph" }, isAnswer);
    } catch (error) {
      this.#leave(error);
    }
  }

  #redirect(location: string, code: number): void {
    this.#send({ type: "redirect", location, lost: code === POLICY });
    this.#socket.close(code);
  }

  #sendError(error: string, sentence = error): void {
    const reload = error === "Permission denied" ? this.#call.request.path : null;
    const content = renderToString(h(Banner, { sentence, reload }));
    this.#send({ type: "error", error, content, target: "#banner", swap: "innerHTML" });
  }

  #send(frame: Frame, isAnswer = this.#isEvent): void {
    if (!this.#isOpen) return;
    // A reader that does not keep up is cut off before it costs memory; ws does so with pongs.
    if (this.#socket.bufferedAmount > MAX_UNSENT_BYTES) return this.#socket.terminate();
    this.#socket.send(JSON.stringify(isAnswer ? { ...frame, answer: true } : frame));
  }
}
