import type { FastifyInstance } from "fastify";
import { WebSocket } from "ws";

export interface Frame {
  type: string;
  error?: string;
  content?: string;
  location?: string;
  answer?: true;
}

/** A client of one live page that reads frames one by one. */
export class TestSocket {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  readonly #frames: Frame[] = [];
  readonly #waiting: ((frame: Frame) => void)[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.on("close", resolve));
    socket.on("message", (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      const waiting = this.#waiting.shift();
      if (waiting) waiting(frame);
      else this.#frames.push(frame);
    });
  }

  next(): Promise<Frame> {
    const frame = this.#frames.shift();
    if (frame) return Promise.resolve(frame);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Sends an event and waits for the answer. */
  fire(event: string, values: object = {}): Promise<Frame> {
    return this.say(JSON.stringify({ event, ...values, headers: { "HX-Request": "true" } }));
  }

  say(text: string): Promise<Frame> {
    this.socket.send(text);
    return this.next();
  }
}

/** Opens a real WebSocket. Rejects with the status when the handshake is refused. */
export async function connect(
  app: FastifyInstance,
  path: string,
  cookie: string,
  origin?: string | null,
  options: { autoPong?: boolean } = {},
): Promise<TestSocket> {
  const address = app.server.address();
  if (!address || typeof address === "string") throw new Error("The application is not listening.");
  const host = `127.0.0.1:${address.port}`;
  const from = origin === undefined ? `http://${host}` : origin;
  const socket = new WebSocket(`ws://${host}${path}`, {
    ...options,
    headers: { cookie, ...(from === null ? {} : { origin: from }) },
  });
  const client = new TestSocket(socket);
  await new Promise<void>((resolve, reject) => {
    socket.on("open", resolve);
    socket.on("unexpected-response", (_request, response) => {
      reject(new Error(`refused with ${response.statusCode}`));
    });
    socket.on("error", reject);
  });
  return client;
}
