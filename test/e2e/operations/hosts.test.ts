import { networkInterfaces } from "node:os";
import { connect } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startProject } from "../../support/running-project.ts";
import { scratchDatabase } from "../../support/scratch-database.ts";
import { builtWorkshop } from "./support/workshop.ts";

// Under which hosts a project answers, and from whose pages it takes anything.

let dir: string;
let DATABASE_URL: string;

beforeAll(async () => {
  dir = await builtWorkshop();
  DATABASE_URL = await scratchDatabase();
});

const start = (settings: Record<string, string>) =>
  startProject(dir, { DATABASE_URL, ...settings });

/** The status and the text that come back after these lines, sent as they are. */
function ask(url: string, lines: string[], target = "/login/"): Promise<string> {
  const { hostname: host, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port) });
    let heard = "";
    socket.setEncoding("utf8").on("data", (text: string) => (heard += text));
    socket.on("error", reject);
    socket.on("close", () => resolve(heard.replace(/^HTTP\/1\.1 (\d+) [^]*?\r\n\r\n/, "$1 ")));
    const isUpgrade = lines.some((line) => line.startsWith("upgrade:"));
    const connection = isUpgrade ? "connection: upgrade" : "connection: close";
    socket.write([`GET ${target} HTTP/1.1`, connection, ...lines, "", ""].join("\r\n"));
  });
}

const statusAt = async (url: string, host: string, target?: string) =>
  Number((await ask(url, [`host: ${host}`], target)).slice(0, 3));

describe("in production", () => {
  it("answers under the hosts of ALLOWED_HOSTS, however they are written, and no other", async () => {
    const ALLOWED_HOSTS = "Books.example, bücher.example, shop.example:8443, [2001:DB8::1]";
    const { url } = await start({ ALLOWED_HOSTS });
    const { port } = new URL(url);
    const allowed = [
      "books.example",
      "BOOKS.EXAMPLE",
      "books.example:80",
      `books.example:${port}`,
      "xn--bcher-kva.example",
      "shop.example:8443",
      "[2001:db8::1]",
      "[2001:db8:0:0::1]:9",
    ];
    for (const host of allowed) expect(await statusAt(url, host), host).toBe(200);
    const refused = [
      "",
      "evil.example",
      "localhost",
      "127.0.0.1",
      `127.0.0.1:${port}`,
      "[::1]",
      "2001:db8::1",
      "books.example.",
      "books.example.evil.example",
      "evil-books.example",
      "www.books.example",
      "books.example@evil.example",
      "evil.example@books.example",
      "books.example:80@evil.example",
      "books.example:x",
      "books.example:99999",
      "books.example/",
      "books.example#",
      "books.example?",
      "books.example\\",
      "books.example, evil.example",
      "books.example books.example",
      "books%2eexample",
      "bücher.example",
      "shop.example",
      "shop.example:443",
      "*",
    ];
    for (const host of refused) expect([400, 421], host).toContain(await statusAt(url, host));
    expect(await ask(url, ["host: evil.example"])).toMatch(/^421 .*ALLOWED_HOSTS/);
    const json = await ask(url, ["host: evil.example", "accept: application/json"]);
    expect(json).toMatch(/^421 \{"error":".*ALLOWED_HOSTS/);
  });

  it("answers no request whose target names a host, nor one that names none", async () => {
    const { url } = await start({ ALLOWED_HOSTS: "books.example" });
    for (const target of [
      "http://evil.example/login/",
      "http://books.example/login/",
      "//x/login/",
    ])
      expect(await statusAt(url, "books.example", target), target).toBeGreaterThanOrEqual(400);
    expect(await ask(url, [])).toMatch(/^400 /);
  });

  it("cuts the line of a socket that it refuses", async () => {
    const { url } = await start({ ALLOWED_HOSTS: "books.example" });
    const key = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==";
    const upgrade = ["upgrade: websocket", "sec-websocket-version: 13", key];
    const evil = ["host: evil.example", "origin: http://evil.example", ...upgrade];
    expect(await ask(url, evil, "/books/1/")).toMatch(/^421 .*ALLOWED_HOSTS/);
    const other = ["host: books.example", "origin: http://evil.example", ...upgrade];
    expect(await ask(url, other, "/books/1/")).toMatch(/^403 .*ALLOWED_HOSTS/);
  });

  it("lets whoever probes it use any host", async () => {
    const { url } = await start({ ALLOWED_HOSTS: "books.example" });
    for (const path of ["/healthz", "/readyz"]) {
      expect(await statusAt(url, "10.0.0.7:3000", path), path).toBe(200);
      expect(await statusAt(url, "evil.example", path), path).toBe(200);
    }
  });
});

describe("in development", () => {
  const NODE_ENV = "development";
  // Another database, because the demo users that are made in it must not be in the other one.
  let development: Record<string, string>;
  beforeAll(async () => {
    development = { NODE_ENV, DATABASE_URL: await scratchDatabase() };
  });
  const addresses = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .map(({ address, family }) => (family === "IPv6" ? `[${address}]` : address));

  it("answers this machine alone, at any port, and whatever ALLOWED_HOSTS adds", async () => {
    const { url } = await start({ ...development, ALLOWED_HOSTS: "books.example" });
    for (const host of ["localhost", "LOCALHOST:1", "127.0.0.1:99", "[::1]:3000", "books.example"])
      expect(await statusAt(url, host), host).toBe(200);
    const others = [
      "evil.example",
      "localhost.evil.example",
      "localhost.",
      "0.0.0.0",
      "203.0.113.1",
    ];
    const own = addresses.filter((address) => !["127.0.0.1", "[::1]"].includes(address));
    for (const host of [...others, ...own]) expect(await statusAt(url, host), host).toBe(421);
  });

  it("answers under this machine's addresses when HOST asks for all of them", async () => {
    const { url } = await start({ ...development, ALLOWED_HOSTS: "", HOST: "0.0.0.0" });
    const { port } = new URL(url);
    expect(addresses.length).toBeGreaterThan(0);
    for (const host of ["localhost", "0.0.0.0", ...addresses])
      expect(await statusAt(url, `${host}:${port}`), host).toBe(200);
    for (const host of ["evil.example", "203.0.113.1"])
      expect(await statusAt(url, `${host}:${port}`), host).toBe(421);
  });

  it("answers under the one address that HOST names", async () => {
    const { url } = await start({ ...development, ALLOWED_HOSTS: "", HOST: "127.0.0.2" });
    expect(await statusAt(url, "127.0.0.2:1")).toBe(200);
    expect(await statusAt(url, "127.0.0.3:1")).toBe(421);
  });
});

describe("what a page of another site sends", () => {
  const ORIGINS = [
    "null",
    "",
    "https://HOST",
    "http://HOST.evil.example",
    "http://evil.example",
    "http://localhost:PORT",
    "http://127.0.0.1:1",
    "http://127.0.0.1",
    "HTTP://HOST",
    "http://HOST/",
    "http://me@HOST",
    "http://HOST, http://HOST",
  ];

  it("is refused, over HTTP and over a socket, though its host is allowed", async () => {
    const { url } = await start({ ALLOWED_HOSTS: "127.0.0.1,localhost" });
    const { host, port } = new URL(url);
    for (const text of ORIGINS) {
      const origin = text.replace("HOST", host).replace("PORT", port);
      const post = await fetch(`${url}/login/`, { method: "POST", headers: { origin } });
      expect(post.status, origin).toBe(403);
      expect(await post.text(), origin).toMatch(/TRUST_PROXY.*ALLOWED_HOSTS/);
      expect(await handshake(url, { origin }), origin).toBe(403);
    }
    expect(await handshake(url, { origin: url })).toBe(101);
    // What is no browser names none, and has no visitor's cookies; the form's token is asked for.
    const post = await fetch(`${url}/login/`, { method: "POST", headers: { origin: url } });
    expect(await post.text()).not.toContain("TRUST_PROXY");
    expect(await handshake(url, {})).toBe(403);
  });

  it("is judged by the scheme that the trusted proxy names", async () => {
    const settings = { ALLOWED_HOSTS: "books.example" };
    const forwarded = { "x-forwarded-proto": "https", "x-forwarded-host": "books.example" };
    const behind = await start({ ...settings, TRUST_PROXY: "1" });
    const at = (origin: string) => handshake(behind.url, { ...forwarded, origin });
    expect(await at("https://books.example")).toBe(101);
    expect(await at("http://books.example")).toBe(403);
    expect(await at("https://books.example:8443")).toBe(403);
    const strange = { ...forwarded, "x-forwarded-proto": "javascript" };
    expect(await handshake(behind.url, { ...strange, origin: "javascript://x" })).toBe(421);
    const evil = { ...forwarded, "x-forwarded-host": "evil.example" };
    expect(await handshake(behind.url, { ...evil, origin: "https://evil.example" })).toBe(421);
    const alone = await start(settings);
    const headers = { ...forwarded, host: "books.example", origin: "https://books.example" };
    expect(await handshake(alone.url, headers)).toBe(403);
  });
});

/** The status of the handshake of a live page's socket. */
function handshake(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/books/1/`, { headers });
    socket.on("error", reject);
    socket.on("unexpected-response", (request, { statusCode }) => {
      request.destroy();
      resolve(statusCode ?? 0);
    });
    socket.on("open", () => {
      socket.terminate();
      resolve(101);
    });
  });
}
