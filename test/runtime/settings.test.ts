import { describe, expect, it } from "vitest";
import { BadSettings, readSettings } from "../../templates/typescript/src/server/settings.ts";

const SECRET = { SESSION_SECRET: "a secret of tests that is forty characters long" };
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
