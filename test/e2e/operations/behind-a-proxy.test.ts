import { beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startProject } from "../../support/running-project.ts";
import { scratchDatabase } from "../../support/scratch-database.ts";
import { Psql } from "../postgres/support/ledger.ts";
import { builtWorkshop } from "./support/workshop.ts";

// What a proxy in front says, and what anybody could say without one.

let dir: string;
let DATABASE_URL: string;

beforeAll(async () => {
  dir = await builtWorkshop();
  DATABASE_URL = await scratchDatabase();
});

const ALLOWED_HOSTS = "books.example,127.0.0.1";
const start = (TRUST_PROXY?: string, settings: Record<string, string> = {}) =>
  startProject(dir, {
    DATABASE_URL,
    ALLOWED_HOSTS,
    TRUST_PROXY,
    WRONG_PASSWORDS_PER_ADDRESS: "10",
    ...settings,
  });

const forwarded = {
  "x-forwarded-proto": "https",
  "x-forwarded-host": "books.example",
  "x-request-id": "from-the-proxy-1",
};

async function loginPage(url: string, headers: Record<string, string>) {
  const { headers: said } = await fetch(`${url}/login/`, { headers });
  return {
    cookies: said.getSetCookie(),
    hsts: said.get("strict-transport-security"),
    requestId: said.get("x-request-id"),
  };
}

/** The status of the handshake of a live page's socket. */
function handshake(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/books/1/`, { headers });
    socket.on("error", () => {});
    socket.on("unexpected-response", (_request, { statusCode }) => resolve(statusCode ?? 0));
    socket.on("open", () => {
      socket.terminate();
      resolve(101);
    });
  });
}

/** How many wrong logins each of these addresses may send, said in X-Forwarded-For. */
async function refusals(url: string, addresses: string[]): Promise<number> {
  let refused = 0;
  const page = await fetch(`${url}/login/`);
  const cookie = page.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
  const [, token = ""] = /name="_csrf" value="([^"]+)"/.exec(await page.text()) ?? [];
  for (const [index, address] of addresses.entries()) {
    const body = new URLSearchParams({ username: `n${index}`, password: "x", _csrf: token });
    const { status } = await fetch(`${url}/login/`, {
      method: "POST",
      body,
      headers: { cookie, "x-forwarded-for": address },
    });
    if (status === 429) refused += 1;
  }
  return refused;
}

/** Addresses that nobody used before, each another one. */
let block = 0;
const addresses = (count: number) => {
  block += 1;
  return Array.from({ length: count }, (_, index) => `203.0.${block}.${index + 1}`);
};

describe("behind one proxy that is trusted", () => {
  it("makes cookies Secure, keeps browsers with HTTPS and takes over the request's id", async () => {
    const project = await start("1");
    const { cookies, hsts, requestId } = await loginPage(project.url, forwarded);
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-\w+=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax/);
    }
    expect(hsts).toBe("max-age=31536000");
    expect(requestId).toBe("from-the-proxy-1");
    expect(project.output()).not.toContain("plain HTTP");
  });

  it("takes sockets from pages of the host that the proxy names, and of no other", async () => {
    const { url } = await start("1");
    expect(await handshake(url, { ...forwarded, origin: "https://books.example" })).toBe(101);
    expect(await handshake(url, { ...forwarded, origin: "http://books.example" })).toBe(403);
    expect(await handshake(url, { ...forwarded, origin: "https://evil.example" })).toBe(403);
    expect(await handshake(url, { ...forwarded, origin: url })).toBe(403);
  });

  it("counts the address the proxy saw, not the ones a visitor writes before it", async () => {
    const { url } = await start("1");
    const proxySaw = "198.51.100.7";
    const forged = addresses(12).map((address) => `${address}, ${proxySaw}`);
    expect(await refusals(url, forged)).toBe(2);
    expect(await refusals(url, addresses(12))).toBe(0);
  });

  it("may be named by its address", async () => {
    const { url } = await start("10.0.0.0/8, 127.0.0.1");
    expect((await loginPage(url, forwarded)).hsts).toBe("max-age=31536000");
    const elsewhere = await start("10.0.0.0/8,::1");
    const { hsts, requestId, cookies } = await loginPage(elsewhere.url, forwarded);
    expect(hsts).toBe(null);
    expect(requestId).not.toBe("from-the-proxy-1");
    expect(cookies.join()).not.toContain("Secure");
  });
});

describe("with REDIRECT_TO_HTTPS and HSTS", () => {
  it("leads to HTTPS whoever comes without, takes nothing from them, and says HSTS in full", async () => {
    const { url, output } = await start("1", {
      REDIRECT_TO_HTTPS: "1",
      HSTS: "includeSubDomains,preload",
    });
    const plain = { ...forwarded, "x-forwarded-proto": "http" };
    const ask = (path: string, options: RequestInit & { headers: Record<string, string> }) =>
      fetch(url + path, { redirect: "manual", ...options });
    for (const method of ["GET", "HEAD"]) {
      const led = await ask("/book/?a=%2F&b", { method, headers: plain });
      expect(led.status).toBe(308);
      expect(led.headers.get("location")).toBe("https://books.example/book/?a=%2F&b");
      expect(led.headers.get("strict-transport-security")).toBe(null);
      expect(led.headers.getSetCookie()).toEqual([]);
    }
    const port = { ...plain, "x-forwarded-host": "books.example:8080" };
    const there = await ask("//evil.example/", { headers: port });
    expect(there.headers.get("location")).toBe("https://books.example//evil.example/");
    const evil = { ...plain, "x-forwarded-host": "evil.example" };
    expect((await ask("/", { headers: evil })).status).toBe(421);
    const origin = "http://books.example";
    const sent = await ask("/login/", { method: "POST", headers: { ...plain, origin } });
    expect([sent.status, await sent.text()]).toEqual([403, expect.stringContaining("plain HTTP")]);
    expect(await handshake(url, { ...plain, origin })).toBe(308);
    for (const path of ["/healthz", "/readyz"]) {
      expect((await fetch(url + path)).status).toBe(200);
    }
    const { hsts } = await loginPage(url, forwarded);
    expect(hsts).toBe("max-age=31536000; includeSubDomains; preload");
    expect(output()).not.toContain("Served over plain HTTP");
  });
});

describe("without TRUST_PROXY", () => {
  it("none of these headers changes anything, and plain HTTP is said once", async () => {
    const project = await start();
    const { cookies, hsts, requestId } = await loginPage(project.url, forwarded);
    expect(cookies.length).toBeGreaterThan(0);
    expect(cookies.join()).not.toMatch(/Secure|__Host-/);
    expect(hsts).toBe(null);
    expect(requestId).not.toBe("from-the-proxy-1");
    await loginPage(project.url, {});
    expect(project.output().match(/plain HTTP: cookies are not Secure/g)).toHaveLength(1);
  });

  it("a socket's page must be of the host that was asked, whatever is forwarded", async () => {
    const { url } = await start();
    expect(await handshake(url, { ...forwarded, origin: "https://books.example" })).toBe(403);
    expect(await handshake(url, { ...forwarded, origin: url })).toBe(101);
  });

  it("nobody gets more logins by forging addresses", async () => {
    await new Psql(DATABASE_URL).rows("delete from auth_rate_limit");
    const { url } = await start();
    expect(await refusals(url, addresses(12))).toBe(2);
  });
});
