import { BlockList, isIP } from "node:net";
import type { FastifyServerOptions } from "fastify";

/** The environment says something that cannot be; the message is one sentence without secrets. */
export class BadSettings extends Error {}

/** Whether the peer at that address, so many hops away from this process, is a proxy of ours. */
export type TrustProxy = Extract<FastifyServerOptions["trustProxy"], (...args: never[]) => unknown>;

export interface Settings {
  /** Demo users, errors in plain text, a session secret made by itself. */
  readonly development: boolean;
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string | undefined;
  /** The first one signs, all verify; null while developing without one. */
  readonly sessionSecrets: [string, ...string[]] | null;
  readonly trustProxy: TrustProxy | false;
}

/**
 * Reads and checks the environment variables that the README lists.
 *
 * @throws BadSettings
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const development = isDevelopment(env["NODE_ENV"]);
  return {
    development,
    host: env["HOST"] || "127.0.0.1",
    port: readPort(env["PORT"] || "3000"),
    databaseUrl: readDatabaseUrl(env),
    sessionSecrets: readSecrets(env["SESSION_SECRET"] ?? "", development),
    trustProxy: readTrustProxy(env["TRUST_PROXY"] ?? ""),
  };
}

/** Compiled code is in production unless it is told otherwise: there, nobody's password is "demo". */
function isDevelopment(nodeEnv: string | undefined): boolean {
  const fromSources = import.meta.filename.endsWith(".ts");
  return nodeEnv === "development" || (nodeEnv !== "production" && fromSources);
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new BadSettings("PORT must be a number from 0 to 65535.");
}

/** undefined: the embedded database. Never repeats the URL, which has a password in it. */
export function readDatabaseUrl(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const url = env["DATABASE_URL"];
  if (!url) return undefined;
  if (/^postgres(ql)?:/.test(url) && URL.canParse(url)) return url;
  throw new BadSettings("DATABASE_URL must look like postgres://user:password@host:5432/name.");
}

const SHORTEST = 32;
/** Of what `openssl rand -hex 32` prints, fewer is next to impossible. */
const FEWEST_CHARACTERS = 8;

function readSecrets(text: string, development: boolean): Settings["sessionSecrets"] {
  const [first, ...others] = text.split(",").map((secret) => secret.trim());
  if (!first && others.length === 0) {
    if (development) return null;
    throw new BadSettings(
      "Set SESSION_SECRET to at least 32 random characters, such as `openssl rand -hex 32` prints.",
    );
  }
  for (const secret of [first ?? "", ...others]) {
    if (secret.length < SHORTEST || new Set(secret).size < FEWEST_CHARACTERS) {
      throw new BadSettings(
        "SESSION_SECRET must be at least 32 random characters (several of them: with commas in " +
          "between), such as `openssl rand -hex 32` prints.",
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
