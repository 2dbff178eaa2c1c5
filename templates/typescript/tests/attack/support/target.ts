import type { Server } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { readFileSync } from "node:fs";
import { buildApp } from "#app";
import type { Database } from "#database/connection";
import { openDatabase, type OpenDatabase } from "#database/database";
import { type Seals, sealsOf } from "#server/seals";
import { openStage } from "../../support/stage.ts";

/** What is attacked: a server that listens, and its database. */
export interface Target {
  readonly url: URL;
  readonly db: Database;
  /** Those of the target: for what its pages say that nobody else can say or read. */
  readonly seals: Seals;
  /** null when the project was started by somebody else. */
  readonly server: Server | null;
  /** The address from which a proxy is believed; null where there is none. */
  readonly proxy: string | null;
  /** How many live pages one user may have open. */
  readonly socketsPerUser: number;
  /** Bytes in use after a collection; null where they cannot be known. */
  memory(): number | null;
  close(): Promise<void>;
}

const MANY = 1_000_000;
const SECRET = "for tests only, forty characters or more";

/**
 * The started project that ATTACK_URL names, on its DATABASE_URL and with its SESSION_SECRET;
 * otherwise one started here.
 */
export function openTarget(): Promise<Target> {
  const { ATTACK_URL } = process.env;
  return ATTACK_URL ? openStarted(ATTACK_URL, process.env) : startHere();
}

async function openStarted(
  address: string,
  { ATTACK_PID: pid, DATABASE_URL: databaseUrl, SESSION_SECRET: secret }: NodeJS.ProcessEnv,
): Promise<Target> {
  if (!databaseUrl || !secret) {
    throw new Error("With ATTACK_URL, set DATABASE_URL and SESSION_SECRET to those it has.");
  }
  const url = new URL(address);
  if (url.protocol !== "http:") throw new Error("ATTACK_URL must begin with http://.");
  const database = await openDatabase({ url: databaseUrl });
  return {
    url,
    db: database.db,
    seals: sealsOf((secret.split(",")[0] ?? "").trim()),
    server: null,
    proxy: null,
    socketsPerUser: 200,
    memory: () => (pid === undefined ? null : residentBytes(pid)),
    close: () => database.close(),
  };
}

/** On a free port. Limits of requests of one address would stop the attacks themselves. */
async function startHere(): Promise<Target> {
  const stage = await openStage();
  const socketsPerUser = 50;
  const database = { db: stage.db, pool: null, listen: async () => async () => {} };
  // Only Linux has all of 127.0.0.0/8.
  const proxy = process.platform === "linux" ? "127.0.0.2" : null;
  const app = await buildApp({
    trustProxy: (address) => address === proxy,
    database: database as unknown as OpenDatabase,
    sessionSecret: SECRET,
    limits: { requestsPerMinute: MANY, socketsPerUser },
  });
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  return {
    url: new URL(address),
    db: stage.db,
    seals: sealsOf(SECRET),
    server: app.server,
    proxy,
    socketsPerUser,
    memory() {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    },
    async close() {
      await app.close();
      await stage.close();
    },
  };
}

/** What a process on this (Linux) machine holds of its memory. */
function residentBytes(pid: string): number {
  const [, kilobytes = ""] =
    /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}
