import type { Stage } from "./stage.ts";

/** What the server says over a live page's socket. */
export interface Frame {
  type: "render" | "error" | "redirect" | "confirm";
  error?: string;
  content?: string;
  location?: string;
}

/** A live page's socket: its frames one by one, then `closed`. */
export interface LivePage {
  /** The next frame, or the close code once the socket has ended. */
  next(): Promise<Frame | { closed: number }>;
  send(event: string, values: Record<string, unknown>): void;
  close(): void;
}

export async function connect(
  { app }: Stage,
  path: string,
  cookie: string,
  origin = "http://localhost",
): Promise<LivePage> {
  const arrived: (Frame | { closed: number })[] = [];
  let wake = () => {};
  const arrive = (what: Frame | { closed: number }) => {
    arrived.push(what);
    wake();
  };
  const socket = await app.injectWS(
    path,
    { headers: { cookie, origin, host: "localhost" } },
    {
      onInit(opening) {
        opening.on("message", (data) => arrive(JSON.parse(String(data)) as Frame));
        opening.on("close", (code) => arrive({ closed: code }));
      },
    },
  );
  return {
    async next() {
      while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const first = arrived[0] as Frame | { closed: number };
      // Once closed, closed for ever.
      if (!("closed" in first)) arrived.shift();
      return first;
    },
    send: (event, values) => socket.send(JSON.stringify({ event, ...values })),
    close: () => socket.terminate(),
  };
}
