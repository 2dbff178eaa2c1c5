import { once } from "node:events";
import { WebSocket } from "ws";
import type { Load } from "./rounds.ts";

/** A frame as the server sends it; of what the bench does not look at nothing is said. */
interface Frame {
  type: string;
  content: string;
}

/** One open live page, as a browser holds it: a socket that has shown the page once. */
export class LivePage {
  readonly #socket: WebSocket;
  /** As it was rendered last. */
  #content = "";
  #hear: (frame: Frame) => void = () => {};
  /** Called when there will be no frame any more. */
  #fail: (error: Error) => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer) => this.#hear(JSON.parse(data.toString("utf8")) as Frame));
    socket.on("close", (code) => this.#fail(new Error(`The server closed a socket with ${code}.`)));
    socket.on("error", (error) => this.#fail(error));
  }

  /** @param url of the page, with `http:` */
  static async open(url: string, cookie: string): Promise<LivePage> {
    const { origin } = new URL(url);
    const socket = new WebSocket(url.replace(/^http/, "ws"), {
      headers: { cookie, origin },
      perMessageDeflate: false,
    });
    const page = new LivePage(socket);
    await page.#render();
    return page;
  }

  /** Fires the event and waits until the page was rendered again; returns its HTML. */
  async fire(event: string): Promise<string> {
    const rendered = this.#render();
    this.#socket.send(valuesOf(event, this.#content));
    return rendered;
  }

  async #render(): Promise<string> {
    const [frame] = await this.hear("render");
    this.#content = frame?.content ?? "";
    return this.#content;
  }

  /**
   * The next frames, which must be of these types, in this order.
   *
   * @throws Error for another frame, or when the socket is closed
   */
  hear(...types: string[]): Promise<Frame[]> {
    const heard: Frame[] = [];
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      this.#hear = (frame) => {
        const expected = types[heard.length];
        if (frame.type !== expected) {
          return reject(new Error(`Instead of "${expected}": ${JSON.stringify(frame)}`));
        }
        heard.push(frame);
        if (heard.length === types.length) resolve(heard);
      };
    });
  }

  async close(): Promise<void> {
    this.#fail = () => {};
    this.#socket.close();
    await once(this.#socket, "close");
  }
}

/**
 * What the event's button sends, for whatever state of the row: many sockets change the same one.
 */
function valuesOf(event: string, content: string): string {
  const button = new RegExp(`data-event="${event}"[^>]* hx-vals="([^"]*)"`).exec(content);
  const values = JSON.parse(button?.[1]?.replaceAll("&quot;", '"') ?? "{}") as object;
  return JSON.stringify({ ...values, event, _seen: "*" });
}

/**
 * Fires an event on every page, again on each as soon as it was rendered anew.
 *
 * @param bytes how large every rendering must be, give or take the words that the event changes
 */
export function eventLoad(pages: readonly LivePage[], event: string, bytes: number): Load {
  return async (seconds) => {
    const start = performance.now();
    const end = start + seconds * 1000;
    let answers = 0;
    const fireOn = async (page: LivePage): Promise<void> => {
      while (performance.now() < end) {
        const content = await page.fire(event);
        if (Math.abs(content.length - bytes) > 20) throw new Error(`Another page:\n${content}`);
        answers += 1;
      }
    };
    await Promise.all(pages.map(fireOn));
    return { answers, seconds: (performance.now() - start) / 1000 };
  };
}
