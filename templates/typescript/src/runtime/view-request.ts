import type { FastifyRequest } from "fastify";
import type { ViewRequest } from "./view.ts";

/** The part of a Fastify request that views see. */
export function requestOf(request: FastifyRequest): ViewRequest {
  const query = request.query as Record<string, string | string[]>;
  const { body } = request;
  return {
    path: request.url.split("?", 1)[0] ?? "/",
    // Of a repeated parameter the first one counts.
    query: Object.fromEntries(
      Object.entries(query).map(([name, value]) => [name, String([value].flat()[0] ?? "")]),
    ),
    body:
      typeof body === "object" && body !== null && !Array.isArray(body)
        ? (body as Record<string, unknown>)
        : {},
    ip: request.ip,
  };
}
