import type { FastifyRequest } from "fastify";

/** Did the client ask for JSON, not for a page? */
export const wantsJson = (request: FastifyRequest) =>
  /\bapplication\/json\b/.test(request.headers.accept ?? "");

/** Did htmx send it, which reads its own headers of the answer? */
export const isHtmx = (request: FastifyRequest) => request.headers["hx-request"] === "true";
