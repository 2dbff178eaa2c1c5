/** What a view gets to see of a Fastify request: no headers, no cookies, no token. */
import type { FastifyRequest } from "fastify";
import type { ViewRequest } from "./view.ts";

/** The path without the query, as the browser shows it. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "/";
}

/** A body that is no object (an array, a scalar, none) is an empty one. */
export function requestOf(request: FastifyRequest): ViewRequest {
  const isObject = typeof request.body === "object" && !Array.isArray(request.body);
  const { _csrf, ...body } = Object(isObject ? request.body : null) as Record<string, unknown>;
  // Of a repeated parameter the first one counts.
  const query = Object.entries(request.query as Record<string, string | string[]>).map(
    ([name, value]) => [name, String([value].flat()[0] ?? "")],
  );
  return { path: pathOf(request), query: Object.fromEntries(query), body, ip: request.ip };
}
