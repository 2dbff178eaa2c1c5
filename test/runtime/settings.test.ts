import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { BadSettings, readSettings } from "../../templates/typescript/src/server/settings.ts";

const SECRET = { SESSION_SECRET: "9c1f5a7be04d2386b3e85d19f7a0c462e5b81d3f60a97c24" };
const PRODUCTION = { ...SECRET, NODE_ENV: "production", ALLOWED_HOSTS: "books.example" };
const at = (host: string, scheme = "http") => new URL(`${scheme}://${host}/`);

describe("sources are in development", () => {
  it("when nothing is said, or just that", () => {
    expect(readSettings({}).development).toBe(true);
    expect(readSettings({ NODE_ENV: "" }).development).toBe(true);
    expect(readSettings({ NODE_ENV: "development" }).development).toBe(true);
  });

  it.each(["production", "prod", "Production", "staging", "test", " development"])(
    "but not when NODE_ENV is %j: the settings of production are asked for",
    (NODE_ENV) => {
      expect(() => readSettings({ NODE_ENV })).toThrow(BadSettings);
      expect(readSettings({ ...PRODUCTION, NODE_ENV, DATA_DIR: "x" }).development).toBe(false);
    },
  );
});

describe("the database", () => {
  it("must be named in production, by a URL or a folder", () => {
    expect(() => readSettings(PRODUCTION)).toThrow("Set DATABASE_URL to a PostgreSQL, or DATA_DIR");
    expect(() => readSettings({ ...PRODUCTION, DATABASE_URL: "", DATA_DIR: "" })).toThrow(
      BadSettings,
    );
    const { folder } = readSettings({ ...PRODUCTION, DATA_DIR: "/srv/books" }).database;
    expect(folder).toBe("/srv/books/db");
    const url = "postgres://a@b/c";
    expect(readSettings({ ...PRODUCTION, DATABASE_URL: url }).database.url).toBe(url);
  });

  it("is below the project while developing, whatever folder it was started from", () => {
    expect(readSettings({}).database.folder).toMatch(/\.data.db$/);
    expect(readSettings({}).database.url).toBeUndefined();
  });
});

describe("ALLOWED_HOSTS", () => {
  const production = (ALLOWED_HOSTS: string) =>
    readSettings({ ...PRODUCTION, DATA_DIR: "x", ALLOWED_HOSTS }).allowedHosts;

  it.each([
    "",
    ",",
    "books.example,",
    "*",
    "*.books.example",
    "https://books.example",
    "books.example/",
    "books.example?x",
    "books.example#x",
    "me@books.example",
    "books example",
    "books.example:port",
    "::1",
    "[::1",
    "bücher@books.example",
  ])("may not be %j in production", (hosts) => {
    expect(() => production(hosts)).toThrow(/^Set ALLOWED_HOSTS to the hosts/);
  });

  it("allows any port of a host, or the one that is said", () => {
    const isAllowed = production("books.example, shop.example:8443, cafe.example:443");
    expect(isAllowed(at("books.example:9"))).toBe(true);
    expect(isAllowed(at("shop.example:8443"))).toBe(true);
    expect(isAllowed(at("shop.example:8444"))).toBe(false);
    expect(isAllowed(at("shop.example"))).toBe(false);
    expect(isAllowed(at("cafe.example", "https"))).toBe(true);
    expect(isAllowed(at("cafe.example"))).toBe(false);
  });

  it("adds nothing of its own in production, wherever the process listens", () => {
    const settings = { ...PRODUCTION, DATA_DIR: "x", HOST: "0.0.0.0" };
    const { allowedHosts } = readSettings(settings);
    for (const host of ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"])
      expect(allowedHosts(at(host)), host).toBe(false);
  });

  it("adds to this machine's names while developing, and is checked there, too", () => {
    const { allowedHosts } = readSettings({ ALLOWED_HOSTS: "books.example" });
    for (const host of ["localhost:1", "127.0.0.1", "[::1]:3000", "books.example"])
      expect(allowedHosts(at(host)), host).toBe(true);
    expect(allowedHosts(at("evil.example"))).toBe(false);
    expect(() => readSettings({ ALLOWED_HOSTS: "*" })).toThrow(BadSettings);
  });

  it("allows the address or the name that HOST asks for while developing", () => {
    const of = (HOST: string) => readSettings({ HOST }).allowedHosts;
    expect(of("::1")(at("[::1]"))).toBe(true);
    expect(of("2001:db8::1")(at("[2001:db8::1]:3000"))).toBe(true);
    expect(of("laptop.local")(at("laptop.local"))).toBe(true);
    expect(of("203.0.113.1")(at("203.0.113.2"))).toBe(false);
    expect(of("0.0.0.0")(at("203.0.113.2"))).toBe(false);
    expect(of("::")(at("evil.example"))).toBe(false);
  });
});

describe("SESSION_SECRET", () => {
  const read = (SESSION_SECRET: string) =>
    readSettings({ ...PRODUCTION, DATA_DIR: "x", SESSION_SECRET }).sessionSecrets;

  it.each([
    "a".repeat(64),
    "abcdefgh".repeat(8),
    "0123456789abcdef".repeat(4),
    "0123456789abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba9876543210",
    "changeme-changeme-changeme-changeme",
    "a secret of tests that is forty characters long",
    "correct horse battery staple correct horse",
    "correct-horse-battery-staple-paper-clip",
    "CorrectHorseBatteryStaplePaperClipYellow",
    "thisisaverylongsecretkeyforproduction",
    "qwertyuiopasdfghjklzxcvbnmqwertyuiop",
    "MySuperSecretKey2024!MySuperSecretKey2024!",
    "session-secret-for-production-2026-01-31",
    "7b1c7b1c7b1c7b1c7b1c7b1c7b1c7b1c7b1c7b1c",
  ])("may not be %j", (secret) => {
    expect(() => read(secret)).toThrow(/^SESSION_SECRET must be at least 32 random characters/);
  });

  it.each(["hex", "base64", "base64url"] as const)(
    "may be any that `openssl rand` would print in %s",
    (encoding) => {
      for (let time = 0; time < 5000; time += 1) {
        const secret = randomBytes(32).toString(encoding);
        expect(read(secret), secret).toEqual([secret]);
      }
    },
  );

  it("may be several, each of which is looked at", () => {
    const [one, other] = [randomBytes(32).toString("hex"), randomBytes(24).toString("base64")];
    expect(read(`${one}, ${other}`)).toEqual([one, other]);
    expect(() => read(`${one},${"a".repeat(40)}`)).toThrow(BadSettings);
  });
});

describe("a limit", () => {
  it("is a whole number of at least 1, or the default", () => {
    const of = (REQUESTS_PER_MINUTE: string) => readSettings({ REQUESTS_PER_MINUTE }).limits;
    expect(of("").requestsPerMinute).toBe(600);
    expect(of("5").requestsPerMinute).toBe(5);
    for (const text of ["0", "-1", "1.5", "many", "1e3", "9999999999"])
      expect(() => of(text), text).toThrow("REQUESTS_PER_MINUTE must be a whole number");
  });
});

describe("HTTPS", () => {
  const transport = (env: Record<string, string>) => readSettings(env).transport;

  it("is not asked for unless that is said, and HSTS says its time alone", () => {
    expect(transport({})).toEqual({ redirects: false, hsts: [] });
    expect(transport({ REDIRECT_TO_HTTPS: "0", HSTS: "" }).redirects).toBe(false);
    expect(transport({ REDIRECT_TO_HTTPS: "1", TRUST_PROXY: "1" }).redirects).toBe(true);
    const both = "includeSubDomains, preload";
    expect(transport({ HSTS: both }).hsts).toEqual(["includeSubDomains", "preload"]);
    expect(transport({ HSTS: "includeSubDomains" }).hsts).toEqual(["includeSubDomains"]);
  });

  it.each([
    [{ REDIRECT_TO_HTTPS: "yes" }, "REDIRECT_TO_HTTPS must be 0 or 1."],
    [{ REDIRECT_TO_HTTPS: "1" }, "REDIRECT_TO_HTTPS needs TRUST_PROXY"],
    [{ REDIRECT_TO_HTTPS: "1", TRUST_PROXY: "0" }, "REDIRECT_TO_HTTPS needs TRUST_PROXY"],
    [{ HSTS: "preload" }, "HSTS must be empty, includeSubDomains, or"],
    [{ HSTS: "1" }, "HSTS must be empty"],
    [{ HSTS: "includeSubdomains" }, "HSTS must be empty"],
    [{ HSTS: "includeSubDomains;preload" }, "HSTS must be empty"],
    [{ HSTS: "includeSubDomains," }, "HSTS must be empty"],
    [{ HSTS: "includeSubDomains,includeSubDomains" }, "HSTS must be empty"],
  ])("%j is refused with a sentence", (env, sentence) => {
    expect(() => readSettings(env)).toThrow(sentence);
  });
});
