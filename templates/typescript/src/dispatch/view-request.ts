/** What a view gets to see of a Fastify request: no headers, no cookies, no token. */
import type { FastifyRequest } from "fastify";
import type { ViewRequest } from "#runtime/view";
import { openSeen, type Seals } from "#server/seals";

/** The path without the query, as the browser shows it. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "/";
}

/** What stands after the path. Of a repeated parameter the first one counts. */
export function queryOf(request: FastifyRequest): Record<string, string> {
  const query = Object.entries(request.query as Record<string, string | string[]>);
  return Object.fromEntries(query.map(([name, value]) => [name, String([value].flat()[0] ?? "")]));
}

/** A form or an event as it was sent: the page's own values, and the visitor's. */
export interface Written extends Pick<ViewRequest, "key" | "seen"> {
  readonly input: Record<string, unknown>;
}

/** A body that is no object (an array, a scalar, none) is an empty one. */
export function requestOf(request: FastifyRequest): ViewRequest {
  const isObject = typeof request.body === "object" && !Array.isArray(request.body);
  const sent = Object(isObject ? request.body : null) as Record<string, unknown>;
  const { _csrf, ...written } = sent;
  const { key, seen, input: body } = readWritten(written, request.server.seals);
  return {
    path: pathOf(request),
    query: queryOf(request),
    body,
    ip: request.ip,
    key,
    seen,
    ifMatch: request.headers["if-match"] ?? null,
  };
}

/** Parts what a page says of itself from what the visitor has entered. */
export function readWritten(sent: Readonly<Record<string, unknown>>, seals: Seals): Written {
  const { _key, _seen, ...input } = sent;
  const textOrNull = (value: unknown) => (typeof value === "string" ? value : null);
  return { key: textOrNull(_key), seen: openSeen(seals, textOrNull(_seen)), input };
}
