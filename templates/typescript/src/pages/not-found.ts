import type { FastifyInstance, FastifyRequest } from "fastify";
import { sendError } from "#dispatch/http";
import { safeNext } from "#dispatch/next";

const NO_SLASH = "Not found: the addresses of this site end with a slash.";

/** Answers what no route does. The address of a page without its last slash leads to the page. */
export function handleNotFound(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const address = addressWithSlash(app, request);
    if (!address) return sendError(reply, 404, "Not found");
    const isRead = ["GET", "HEAD"].includes(request.method);
    return isRead ? reply.redirect(address, 301) : sendError(reply, 404, NO_SLASH);
  });
}

/**
 * Goes by the routes alone, whoever asks: whether there is such a row, and who may see it, is found
 * out at the page. What a browser would read in another way than this leads nowhere.
 */
function addressWithSlash(app: FastifyInstance, { url }: FastifyRequest): string | null {
  const [, path = "", query = ""] = /^([^?]*)(.*)$/s.exec(url) ?? [];
  const address = `${path}/${query}`;
  if (path.endsWith("/") || safeNext(address, "") !== address) return null;
  const isKnown = app.registeredRoutes.some(
    (route) => route.method === "GET" && pathsOf(route.url)?.test(`${path}/`),
  );
  return isKnown ? address : null;
}

/** The paths that end with a slash and that a route answers; null when it has a wildcard. */
function pathsOf(route: string): RegExp | null {
  if (!route.endsWith("/") || route.includes("*")) return null;
  const segments = route
    .split("/")
    .map((segment) => (/^:(?!:)/.test(segment) ? "[^/]+" : escaped(segment.replaceAll("::", ":"))));
  return new RegExp(`^${segments.join("/")}$`);
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
