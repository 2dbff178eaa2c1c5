import { createRequire } from "node:module";
import { dirname } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyRequest } from "fastify";

const PREFIX = "/static/";

/** A page asks for several of these; none of them asks the database. */
export const isStatic = ({ routeOptions }: FastifyRequest) =>
  routeOptions.url?.startsWith(PREFIX) ?? false;

/** Serves the public folder and htmx under `/static/`. */
export async function serveStatic(app: FastifyInstance, publicFolder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: publicFolder,
    prefix: PREFIX,
    maxAge: "1h",
    logLevel: "warn",
  });
  const htmx = dirname(createRequire(import.meta.url).resolve("htmx.org/dist/htmx.min.js"));
  const files = { "htmx.js": "htmx.min.js", "hx-ws.js": "ext/hx-ws.min.js" };
  for (const [name, file] of Object.entries(files)) {
    app.get(`${PREFIX}vendor/${name}`, { logLevel: "warn" }, (_request, reply) =>
      reply.sendFile(file, htmx),
    );
  }
}
