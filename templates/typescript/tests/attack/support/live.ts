import { expect } from "vitest";
import { WebSocket } from "ws";
import type { Frame } from "../../support/socket.ts";
import { freshAddress, type Sender } from "./http.ts";

export type Said = Frame | { closed: number };

/** A live page's socket as a script would open it. */
export interface LiveSocket {
  readonly socket: WebSocket;
  /** The next frame, or the close code once the socket has ended. */
  next(): Promise<Said>;
  /** Sends an event, or any text as it is. */
  fire(event: unknown, values?: Record<string, unknown>): void;
  sendText(text: string): void;
  close(): void;
}

/** Refused before it was opened; the message is the status. */
export class Refused extends Error {}

/** Opens a socket. @throws Refused with the answer's status */
export async function openSocket(
  url: URL,
  path: string,
  sender: Sender,
  headers: Record<string, string> = { origin: url.origin },
  early: readonly string[] = [],
): Promise<LiveSocket> {
  const socket = new WebSocket(`ws://${url.host}${path}`, {
    headers: { cookie: sender.cookie, ...headers },
    perMessageDeflate: false,
    ...freshAddress(url),
  });
  const arrived: Said[] = [];
  let wake = () => {};
  const arrive = (what: Said) => {
    arrived.push(what);
    wake();
  };
  socket.on("message", (data: Buffer) => arrive(JSON.parse(data.toString("utf8")) as Frame));
  socket.on("close", (code) => arrive({ closed: code }));
  await new Promise<void>((resolve, reject) => {
    socket.on("open", () => {
      for (const text of early) socket.send(text);
      resolve();
    });
    socket.on("unexpected-response", (outgoing, { statusCode }) => {
      outgoing.destroy();
      reject(new Refused(String(statusCode)));
    });
    socket.on("error", reject);
  });
  return {
    socket,
    async next() {
      while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const first = arrived[0] as Said;
      // Once closed, closed for ever.
      if (!("closed" in first)) arrived.shift();
      if ("error" in first) expect(first.error).not.toMatch(/went wrong on our side/);
      return first;
    },
    fire: (event, values = {}) => socket.send(JSON.stringify({ event, ...values })),
    sendText: (text) => socket.send(text),
    close: () => socket.terminate(),
  };
}
