import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { OpenDatabase } from "../database/database.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Asked by whoever watches the process, not by a visitor. */
    isProbe?: boolean;
  }
}

/** So long a probe waits for the database, in milliseconds. */
const PATIENCE = 2_000;

/**
 * For whoever watches the process. `/healthz`: it is up. `/readyz`: it can serve, that is, the
 * database answers and has every migration of this version. While it shuts down Fastify says 503.
 */
export function routeHealth(app: FastifyInstance, database: OpenDatabase): void {
  const options = { logLevel: "warn", config: { isProbe: true, rateLimit: false } } as const;

  app.get("/healthz", options, async () => ({ status: "ok" }));

  app.get("/readyz", options, async (_request, reply) => {
    const answer = database.isCurrent().catch(() => false);
    const isReady = await Promise.race([answer, sleep(PATIENCE, false, { ref: false })]);
    return isReady ? { status: "ok" } : reply.code(503).send({ status: "not ready" });
  });
}
