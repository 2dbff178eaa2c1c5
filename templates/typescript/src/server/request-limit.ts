import fastifyRateLimit from "@fastify/rate-limit";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { networkOf } from "./addresses.ts";
import { isStatic } from "./static-files.ts";

/** Refuses a flood of requests of one address. Comes before all that reads the database. */
export async function limitRequests(app: FastifyInstance, perMinute: number): Promise<void> {
  await app.register(fastifyRateLimit, {
    max: perMinute,
    timeWindow: "1 minute",
    keyGenerator: ({ ip }: FastifyRequest) => networkOf(ip ?? "local"),
    allowList: isStatic,
  });
}
