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

export async function sendSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: { directives: contentSecurityPolicy },
    referrerPolicy: { policy: "same-origin" }, // actions lead back to the page they came from
    strictTransportSecurity: false, // over HTTPS only, see secureTransport
  });
}
