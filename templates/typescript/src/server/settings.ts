import { existsSync } from "node:fs";
import { BlockList, isIP } from "node:net";
import { resolve } from "node:path";
import type { FastifyServerOptions } from "fastify";
import { projectRoot } from "#project-root";
import { type AllowedHosts, allowHosts, allowLoopback, allowOwnAddresses } from "./hosts.ts";
import { type Limits, readLimits } from "./limits.ts";
import { isGoodSecret } from "./secret-strength.ts";
import { HSTS_DIRECTIVES, type TransportSecurity } from "./transport-security.ts";

/** The environment says something that cannot be; the message is one sentence without secrets. */
export class BadSettings extends Error {}

/** Whether the peer at that address, so many hops away from this process, is a proxy of ours. */
export type TrustProxy = Extract<FastifyServerOptions["trustProxy"], (...args: never[]) => unknown>;

export interface Settings {
  /** Demo users, errors in plain text, a session secret made by itself. */
  readonly development: boolean;
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: AllowedHosts;
  readonly database: DatabasePlace;
  /** The first one signs, all verify; null while developing without one. */
  readonly sessionSecrets: [string, ...string[]] | null;
  readonly trustProxy: TrustProxy | false;
  readonly transport: TransportSecurity;
  readonly limits: Limits;
}

/**
 * Reads and checks the environment variables that the README lists.
 *
 * @throws BadSettings
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const development = isDevelopment(env["NODE_ENV"]);
  const host = env["HOST"] || "127.0.0.1";
  return {
    development,
    host,
    port: readPort(env["PORT"] || "3000"),
    sessionSecrets: readSecrets(env["SESSION_SECRET"] ?? "", development),
    allowedHosts: readAllowedHosts(env["ALLOWED_HOSTS"] ?? "", development ? host : null),
    database: development ? readDatabase(env) : readNamedDatabase(env),
    trustProxy: readTrustProxy(env["TRUST_PROXY"] ?? ""),
    transport: {
      redirects: readRedirects(env["REDIRECT_TO_HTTPS"] ?? "", env["TRUST_PROXY"] ?? ""),
      hsts: readHsts(env["HSTS"] ?? ""),
    },
    limits: readLimits((name, byDefault) => readNumber(env, name, byDefault)),
  };
}

/**
 * Compiled code is in production unless it is told otherwise, and so is whatever calls itself
 * anything else than development: there, nobody's password is "demo".
 */
function isDevelopment(nodeEnv: string | undefined): boolean {
  const fromSources = import.meta.filename.endsWith(".ts");
  return nodeEnv === "development" || (!nodeEnv && fromSources);
}

const EVERY_ADDRESS = ["0.0.0.0", "::"];

/**
 * @param ownHost where a project in development listens, which allows this machine's own names;
 * null: in production
 */
function readAllowedHosts(text: string, ownHost: string | null): AllowedHosts {
  const names = text.split(",").map((name) => name.trim());
  const said = text.trim() === "" ? null : allowHosts(names);
  if (!said && (text.trim() !== "" || ownHost === null)) {
    throw new BadSettings(
      "Set ALLOWED_HOSTS to the hosts under which this site is visited, such as " +
        "example.com,www.example.com: neither https:// nor * belongs there.",
    );
  }
  if (ownHost === null) return said ?? (() => false);
  const own = allowHosts([isIP(ownHost) === 6 ? `[${ownHost}]` : ownHost]);
  return (address) =>
    said?.(address) ||
    allowLoopback(address) ||
    own?.(address) ||
    (EVERY_ADDRESS.includes(ownHost) && allowOwnAddresses(address));
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new BadSettings("PORT must be a number from 0 to 65535.");
}

function readNumber(env: NodeJS.ProcessEnv, name: string, byDefault: number): number {
  const text = env[name] || String(byDefault);
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new BadSettings(`${name} must be a whole number from 1 to 999999999.`);
}

/** Where the database is: a PostgreSQL's URL, or else the embedded one's folder. */
export interface DatabasePlace {
  readonly url: string | undefined;
  readonly folder: string;
}

/** The database of DATABASE_URL, or the embedded one in DATA_DIR or `.data/`. */
export function readDatabase(env: NodeJS.ProcessEnv = process.env): DatabasePlace {
  const folder = resolve(projectRoot(), env["DATA_DIR"] || ".data", "db");
  return { url: readDatabaseUrl(env["DATABASE_URL"]), folder };
}

/** The same, but not the one that `npm run dev` has made unless it is named. */
function readNamedDatabase(env: NodeJS.ProcessEnv): DatabasePlace {
  const database = readDatabase(env);
  if (database.url || env["DATA_DIR"]) return database;
  throw new BadSettings(
    "Set DATABASE_URL to a PostgreSQL, or DATA_DIR to the folder of the embedded database" +
      (existsSync(database.folder)
        ? `: the one in ${database.folder} is that of \`npm run dev\` (DATA_DIR=.data takes it).`
        : "."),
  );
}

/** Never repeats the URL, which has a password in it. */
function readDatabaseUrl(url: string | undefined): string | undefined {
  if (!url) return undefined;
  if (/^postgres(ql)?:/.test(url) && URL.canParse(url)) return url;
  throw new BadSettings("DATABASE_URL must look like postgres://user:password@host:5432/name.");
}

function readSecrets(text: string, development: boolean): Settings["sessionSecrets"] {
  const [first, ...others] = text.split(",").map((secret) => secret.trim());
  if (!first && others.length === 0) {
    if (development) return null;
    throw new BadSettings(
      "Set SESSION_SECRET to at least 32 random characters, such as `openssl rand -hex 32` prints.",
    );
  }
  for (const secret of [first ?? "", ...others]) {
    if (!isGoodSecret(secret)) {
      throw new BadSettings(
        "SESSION_SECRET must be at least 32 random characters, without words, repetitions and " +
          "sequences, such as `openssl rand -hex 32` prints (several of them: with commas in between).",
      );
    }
  }
  return [first ?? "", ...others];
}

function readTrustProxy(text: string): Settings["trustProxy"] {
  if (text === "" || text === "0") return false;
  if (/^[1-9]\d?$/.test(text)) return (_address, hop) => hop < Number(text);
  const proxies = new BlockList();
  for (const part of text.split(",")) {
    const [address = "", bits, ...rest] = part.trim().split("/");
    const version = isIP(address);
    const longest = version === 4 ? 32 : 128;
    const prefix = bits === undefined ? longest : /^\d+$/.test(bits) ? Number(bits) : NaN;
    if (version === 0 || rest.length > 0 || !(prefix <= longest)) {
      throw new BadSettings(
        "TRUST_PROXY must be the number of proxies in front of this process, or their addresses " +
          "(such as 10.0.0.0/8) with commas in between.",
      );
    }
    proxies.addSubnet(address, prefix, `ipv${version as 4 | 6}`);
  }
  return (address) => proxies.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

function readRedirects(text: string, trustProxy: string): boolean {
  if (!["", "0", "1"].includes(text)) throw new BadSettings("REDIRECT_TO_HTTPS must be 0 or 1.");
  if (text === "1" && !readTrustProxy(trustProxy)) {
    throw new BadSettings(
      "REDIRECT_TO_HTTPS needs TRUST_PROXY: without it nothing comes over HTTPS, and everybody " +
        "would be sent round and round.",
    );
  }
  return text === "1";
}

/** What the directives demand of each other is what browsers' lists demand. */
function readHsts(text: string): TransportSecurity["hsts"] {
  const words = text.split(",").map((word) => word.trim());
  const said = HSTS_DIRECTIVES.filter((known) => words.includes(known));
  const isKnown = text.trim() === "" || said.length === words.length;
  if (isKnown && (!said.includes("preload") || said.includes("includeSubDomains"))) return said;
  throw new BadSettings(
    "HSTS must be empty, includeSubDomains, or includeSubDomains,preload: what it says holds for a " +
      "year, for every subdomain.",
  );
}
