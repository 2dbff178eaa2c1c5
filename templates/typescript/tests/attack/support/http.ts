import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect } from "vitest";

/** Who sends: the cookies of a browser, and the token that its forms carry. */
export interface Sender {
  readonly cookie: string;
  readonly csrfToken: string;
}

export interface Sending {
  method?: string;
  /** As it is put on the wire: no browser or client tidies it up. */
  path: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  /** The address on this machine that it is sent from, instead of a new one. */
  from?: string;
  as?: Sender;
  /** The fields of a form, with the sender's token. */
  form?: Record<string, unknown>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly location: string;
  /** `name=value` of each cookie that was set. */
  readonly cookies: readonly string[];
}

let connections = 0;

/**
 * An address of its own for each connection to a server on this machine, so that the flood limits,
 * which count by address, are not what answers. Only Linux has all of 127.0.0.0/8.
 */
export function freshAddress(url: URL): { localAddress?: string } {
  if (process.platform !== "linux" || url.hostname !== "127.0.0.1") return {};
  const number = (connections += 1);
  return { localAddress: `127.${1 + (number >> 14)}.${(number >> 7) & 127}.${1 + (number & 127)}` };
}

/** Sends one request on a connection of its own. An answer of 500 or more fails the test. */
export async function send(url: URL, sending: Sending): Promise<Reply> {
  const reply = await exchange(url, sending);
  const wait = Number(reply.headers["retry-after"] ?? 0);
  // Elsewhere the limit of requests is met for real: as it says, later.
  if (reply.status === 429 && wait > 0 && !freshAddress(url).localAddress) {
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    return send(url, sending);
  }
  expect(reply.status, `${sending.method ?? "GET"} ${sending.path}: ${reply.body}`).toBeLessThan(
    500,
  );
  return reply;
}

/** So long a server has time to read the head of a request and to see whose it is. */
const HEAD_TIME = 300;

/** Sends a request whose last byte comes only after something else was done. */
export async function sendSlowly(
  url: URL,
  sending: Sending,
  meanwhile: () => Promise<unknown>,
): Promise<Reply> {
  return exchange(url, sending, async () => {
    await new Promise((resolve) => setTimeout(resolve, HEAD_TIME));
    await meanwhile();
  });
}

function exchange(
  url: URL,
  sending: Sending,
  beforeLastByte?: () => Promise<unknown>,
): Promise<Reply> {
  const { method, path, headers, body, as, form, from } = sending;
  const payload = form ? formBody({ ...form, _csrf: as?.csrfToken ?? "" }) : body;
  const outgoing = request({
    host: url.hostname,
    port: url.port,
    method: method ?? (payload === undefined ? "GET" : "POST"),
    path,
    agent: false,
    timeout: 60_000,
    ...(from ? { localAddress: from } : freshAddress(url)),
    headers: {
      ...(as?.cookie ? { cookie: as.cookie } : {}),
      ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      ...(payload === undefined ? {} : { "content-length": Buffer.byteLength(payload) }),
      ...headers,
    },
  });
  return new Promise((resolve, reject) => {
    outgoing.on("response", (incoming) => readReply(incoming).then(resolve, reject));
    outgoing.on("timeout", () => outgoing.destroy(new Error(`No answer to ${path}`)));
    outgoing.on("error", reject);
    if (!beforeLastByte) outgoing.end(payload);
    else {
      outgoing.write(payload?.slice(0, -1));
      beforeLastByte().then(() => outgoing.end(payload?.slice(-1)), reject);
    }
  });
}

async function readReply(incoming: IncomingMessage): Promise<Reply> {
  const { statusCode = 0, headers } = incoming;
  return {
    status: statusCode,
    headers,
    body: await text(incoming),
    location: headers.location ?? "",
    cookies: (headers["set-cookie"] ?? []).map((line) => line.split(";", 1)[0] ?? ""),
  };
}

/** Values as a browser sends them; a list is a repeated key. */
export function formBody(values: Record<string, unknown>): string {
  const fields = Object.entries(values).flatMap(([name, value]): [string, string][] => {
    if (value === false || value === null || value === undefined) return [];
    if (value === true) return [[name, "on"]];
    if (Array.isArray(value)) return value.map((each) => [name, String(each)]);
    return [[name, typeof value === "object" ? JSON.stringify(value) : String(value)]];
  });
  return new URLSearchParams(fields).toString();
}

/** Puts bytes on the wire as they are, and collects what comes back until the server has ended it. */
export function sendBytes(url: URL, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), ...freshAddress(url) });
    const chunks: Buffer[] = [];
    socket.setTimeout(20_000, () => socket.destroy(new Error("The server keeps the line open.")));
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      // Cut off while still sending: what had been said until then counts.
      if (error.code !== "ECONNRESET" && error.code !== "EPIPE") reject(error);
    });
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
    socket.write(bytes);
  });
}
