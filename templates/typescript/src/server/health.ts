import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { OpenDatabase } from "#database/database";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Asked by whoever watches the process, not by a visitor. */
    isProbe?: boolean;
  }
}

/** So long a probe waits for the database, in milliseconds. */
const PATIENCE = 2_000;

/** So long an answer of the database is good for all who ask, in milliseconds. */
const FRESH = 1_000;

/**
 * For whoever watches the process. `/healthz`: it is up. `/readyz`: it can serve, that is, the
 * database answers and has every migration of this version. While it shuts down Fastify says 503.
 */
export function routeHealth(app: FastifyInstance, database: OpenDatabase): void {
  const options = { logLevel: "warn", config: { isProbe: true, rateLimit: false } } as const;

  app.get("/healthz", options, async () => ({ status: "ok" }));

  // Anybody may ask, as often as they like: one of them at a time asks the database.
  let answer = Promise.resolve(false);
  let goodUntil = 0;
  const ask = (): Promise<boolean> => {
    if (Date.now() < goodUntil) return answer;
    goodUntil = Infinity;
    answer = database
      .isCurrent()
      .catch(() => false)
      .finally(() => (goodUntil = Date.now() + FRESH));
    return answer;
  };

  app.get("/readyz", options, async (_request, reply) => {
    const isReady = await Promise.race([ask(), sleep(PATIENCE, false, { ref: false })]);
    return isReady ? { status: "ok" } : reply.code(503).send({ status: "not ready" });
  });
}
