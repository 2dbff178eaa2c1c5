import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { loginUrl } from "#project";
import { livePages } from "./support/doors.ts";
import { freshAddress, send } from "./support/http.ts";
import { openSocket } from "./support/live.ts";
import type { Scenario } from "./support/scenario.ts";

// What no browser sends over a WebSocket: bytes that break its protocol.

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;

interface FrameOptions {
  final?: boolean;
  masked?: boolean;
  reserved?: number;
}

/** One frame as RFC 6455 writes it, or as it forbids. */
function frame(opcode: number, payload: string | Buffer, options: FrameOptions = {}): Buffer {
  const { final = true, masked = true, reserved = 0 } = options;
  const data = Buffer.from(payload);
  const first = (final ? 0x80 : 0) | (reserved << 4) | opcode;
  const flag = masked ? 0x80 : 0;
  const head =
    data.length < 126
      ? Buffer.from([first, flag | data.length])
      : Buffer.from([first, flag | 126, data.length >> 8, data.length & 255]);
  if (!masked) return Buffer.concat([head, data]);
  const mask = randomBytes(4);
  return Buffer.concat([head, mask, data.map((byte, place) => byte ^ (mask[place % 4] ?? 0))]);
}

const announced = (length: bigint) => {
  const head = Buffer.alloc(14);
  head.set([0x80 | TEXT, 0xff]);
  head.writeBigUInt64BE(length, 2);
  return head;
};

/** Each with the close code that it must meet. */
const BROKEN: [what: string, bytes: Buffer, code: number][] = [
  ["a frame that is not masked", frame(TEXT, "{}", { masked: false }), 1002],
  ["an unknown opcode", frame(3, "{}"), 1002],
  ["an unknown control opcode", frame(11, ""), 1002],
  ["a reserved bit", frame(TEXT, "{}", { reserved: 4 }), 1002],
  ["all reserved bits", frame(TEXT, "{}", { reserved: 7 }), 1002],
  ["invalid UTF-8", frame(TEXT, Buffer.from([0xc3, 0x28, 0xff])), 1007],
  ["half a character", frame(TEXT, Buffer.from([0xf0, 0x9f])), 1007],
  ["a surrogate in UTF-8", frame(TEXT, Buffer.from([0xed, 0xa0, 0x80])), 1007],
  ["a binary frame", frame(BINARY, "{}"), 1003],
  ["a long ping", frame(PING, "x".repeat(126)), 1002],
  ["a ping in pieces", frame(PING, "x", { final: false }), 1002],
  ["a continuation of nothing", frame(0, "{}"), 1002],
  ["a new text within a text", join(frame(TEXT, "{", { final: false }), frame(TEXT, "}")), 1002],
  ["a close code that is none", frame(CLOSE, Buffer.from([0, 1])), 1002],
  ["half a close code", frame(CLOSE, Buffer.from([3])), 1002],
  ["a frame that announces 2^62 bytes", announced(1n << 62n), 1009],
  ["a frame that announces 2^63 bytes", announced(1n << 63n), 1009],
  ["a frame that announces 100 MB", announced(100_000_000n), 1009],
];

const NO_EVENTS = [
  "hello",
  "",
  " ",
  "null",
  "7",
  '"text"',
  "[]",
  "[[]]",
  "{",
  "{}}",
  "\ufeff{}",
  "\0",
  "NaN",
];

export function attackFrames(scenario: Scenario): void {
  describe.skipIf(livePages.length === 0)("a socket", () => {
    const [page] = livePages;
    const path = () => (page ? scenario.pathOf(page) : "");

    it.each(NO_EVENTS)("answers %j with a refusal", async (text) => {
      const socket = await openSocket(scenario.url, path(), scenario.insider);
      await socket.next();
      socket.sendText(text);
      expect(await socket.next()).toMatchObject({ type: "error", error: "Not an event." });
      socket.fire("constructor");
      expect(await socket.next()).toMatchObject({ error: "Unknown event" });
      socket.close();
    });

    it.each(BROKEN)("is closed after %s, and nothing else is", async (_what, bytes, code) => {
      const bystander = await openSocket(scenario.url, path(), scenario.insider);
      await bystander.next();
      expect(await scenario.unchanged(() => closeCodeAfter(bytes))).toBe(code);
      bystander.fire("constructor");
      expect(await bystander.next()).toMatchObject({ error: "Unknown event" });
      bystander.close();
      expect((await send(scenario.url, { path: loginUrl })).status).toBe(200);
    });

    it("reads an event that comes byte by byte", async () => {
      const event = frame(TEXT, '{"event":"constructor"}');
      const heard = await talk([...event].map((byte) => Buffer.from([byte])));
      expect(heard.toString("latin1")).toContain("Unknown event");
    });

    it("reads an event in fragments, however small", async () => {
      const [first = "", ...rest] = [...'{"event":"constructor"}'];
      const parts = rest.map((part, place) => frame(0, part, { final: place === rest.length - 1 }));
      const heard = await talk([frame(TEXT, first, { final: false }), ...parts]);
      expect(heard.toString("latin1")).toContain("Unknown event");
    });

    it("is not opened by half a handshake", async () => {
      const handshake = [
        ["sec-websocket-version: 99", "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="],
        ["sec-websocket-version: 13", "sec-websocket-key: short"],
        ["sec-websocket-version: 13"],
      ];
      for (const lines of handshake) {
        const socket = await greet(lines);
        expect((await ended(socket)).toString("latin1")).toMatch(/^HTTP\/1\.1 4\d\d /);
      }
    });

    /** The close code that the server gives after those bytes. */
    async function closeCodeAfter(bytes: Buffer): Promise<number> {
      const heard = await talk([bytes], true);
      const close = heard.lastIndexOf(Buffer.from([0x80 | CLOSE]));
      return heard.readUInt16BE(close + 2);
    }

    /** Opens a socket by hand and sends the pieces; returns what came, up to the end or an answer. */
    async function talk(pieces: readonly Buffer[], untilClosed = false): Promise<Buffer> {
      const socket = await greet([
        "sec-websocket-version: 13",
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
      ]);
      let heard = Buffer.alloc(0);
      socket.on("data", (chunk: Buffer) => (heard = Buffer.concat([heard, chunk])));
      while (!heard.includes("#live")) await once(socket, "data");
      heard = Buffer.alloc(0);
      for (const piece of pieces) socket.write(piece);
      const isOver = () => socket.closed || heard.includes(Buffer.from([0x80 | CLOSE]));
      if (untilClosed)
        while (!isOver()) await Promise.race([once(socket, "data"), once(socket, "close")]);
      else while (!heard.includes("#banner")) await once(socket, "data");
      socket.destroy();
      return heard;
    }

    async function greet(lines: readonly string[]): Promise<Socket> {
      const { hostname: host, port, origin } = scenario.url;
      const socket = connect({ host, port: Number(port), ...freshAddress(scenario.url) });
      socket.on("error", () => {}); // the server may cut the line
      const request = [
        `GET ${path()} HTTP/1.1`,
        `host: ${scenario.url.host}`,
        `origin: ${origin}`,
        `cookie: ${scenario.insider.cookie}`,
        "connection: upgrade",
        "upgrade: websocket",
        ...lines,
      ];
      socket.write(`${request.join("\r\n")}\r\n\r\n`);
      return socket;
    }
  });
}

async function ended(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.end();
  await once(socket, "close");
  return Buffer.concat(chunks);
}

function join(...frames: Buffer[]): Buffer {
  return Buffer.concat(frames);
}
