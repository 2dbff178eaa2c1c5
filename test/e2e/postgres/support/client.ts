import { WebSocket } from "ws";

/** What the server says over a live page's socket. */
export interface Frame {
  type: "render" | "error" | "redirect" | "confirm";
  error?: string;
  content?: string;
  location?: string;
}

/** An open live page. */
export class LivePage {
  readonly #socket: WebSocket;
  readonly #frames: Frame[] = [];
  #wake = () => {};
  /** The close code, once the socket has ended. */
  closed: number | null = null;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("error", () => {}); // the close follows
    socket.on("message", (data) => {
      this.#frames.push(JSON.parse(String(data)) as Frame);
      this.#wake();
    });
    socket.on("close", (code) => {
      this.closed = code;
      this.#wake();
    });
  }

  /** The next frame. Throws once the socket has ended. */
  async next(): Promise<Frame> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame) return frame;
      if (this.closed !== null) throw new Error(`closed with ${this.closed}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Frames that came and were not taken yet. */
  get waiting(): number {
    return this.#frames.length;
  }

  /** Fires an event at the page's row in whatever state it is. */
  fire(event: string, values: object = {}): Promise<Frame> {
    this.#socket.send(JSON.stringify({ event, ...values, _seen: "*" }));
    return this.next();
  }

  /** Sends bytes that are no text. */
  garble(): void {
    this.#socket.send(Buffer.from([0xc3, 0x28]), { binary: false });
  }

  leave(): void {
    this.#socket.terminate();
  }
}

export interface Reply {
  status: number;
  location: string | null;
  body: string;
}

/** Somebody with a browser's memory: its cookies, and the token that the pages carry. */
export class Client {
  readonly #cookies: Map<string, string>;
  readonly url: string;
  #token = "";

  constructor(url: string, cookies = new Map<string, string>()) {
    this.url = url;
    this.#cookies = cookies;
  }

  /** The same browser at another process of the project. */
  at(url: string): Client {
    const other = new Client(url, this.#cookies);
    other.#token = this.#token;
    return other;
  }

  get(path: string): Promise<Reply> {
    return this.#ask(path, {});
  }

  /** Posts a form for its row in whatever state it is. */
  post(path: string, values: Record<string, string> = {}): Promise<Reply> {
    return this.#ask(path, {
      method: "POST",
      body: new URLSearchParams({ ...values, _csrf: this.#token, _seen: "*" }),
    });
  }

  /** What this browser keeps for itself: the values of its cookies, and the token. */
  secrets(): string[] {
    return [...this.#cookies.values(), this.#token];
  }

  /** Takes over a session whose signed cookie is known. */
  async resume(cookie: string): Promise<this> {
    this.#cookies.set("session", encodeURIComponent(cookie));
    await this.get("/");
    return this;
  }

  async logIn(username: string, password: string): Promise<Reply> {
    await this.get("/login/");
    const reply = await this.post("/login/", { username, password });
    if (reply.status === 303) await this.get("/");
    return reply;
  }

  /** Opens a live page's socket and takes the first frame. */
  async open(path: string): Promise<LivePage & { first: Frame }> {
    const socket = new WebSocket(new URL(path, this.url.replace("http", "ws")), {
      headers: { cookie: this.cookieHeader(), origin: this.url },
    });
    const page = new LivePage(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on("open", () => resolve());
      socket.on("unexpected-response", (_request, { statusCode }) =>
        reject(new Error(`refused with ${statusCode}`)),
      );
      socket.on("close", (code) => reject(new Error(`closed with ${code}`)));
    });
    return Object.assign(page, { first: await page.next() });
  }

  async #ask(path: string, options: RequestInit): Promise<Reply> {
    const answer = await fetch(new URL(path, this.url), {
      ...options,
      redirect: "manual",
      headers: { cookie: this.cookieHeader(), referer: new URL(path, this.url).href },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    const body = await answer.text();
    this.#token = /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? this.#token;
    return { status: answer.status, location: answer.headers.get("location"), body };
  }

  /** What a request says in its `cookie` header. */
  cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }
}
