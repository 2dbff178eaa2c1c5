import fastifyHelmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";

/** Nothing inline, nothing from elsewhere. */
const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", "data:"],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
  upgradeInsecureRequests: null,
};

/** Beside these headers: nothing is kept by a browser or a proxy, unless the answer says so itself. */
export async function sendSecurityHeaders(app: FastifyInstance): Promise<void> {
  app.addHook("onRequest", (_request, reply, done) => {
    reply.header("cache-control", "no-store");
    done();
  });
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: { directives: contentSecurityPolicy },
    referrerPolicy: { policy: "same-origin" }, // actions lead back to the page they came from
    strictTransportSecurity: false, // over HTTPS only, see transport-security.ts
  });
}
