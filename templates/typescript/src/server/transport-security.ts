import type { FastifyInstance } from "fastify";

const ONE_YEAR = 31_536_000;

/**
 * Over HTTPS, browsers are told to stay there. Over plain HTTP the cookies cannot be `Secure`, and
 * that is said once. Behind a proxy this goes by X-Forwarded-Proto, if TRUST_PROXY says so.
 */
export function secureTransport(app: FastifyInstance): void {
  let isSaid = false;
  app.addHook("onRequest", (request, reply, done) => {
    if (request.protocol === "https") {
      reply.header("strict-transport-security", `max-age=${ONE_YEAR}`);
    } else if (!isSaid && !request.routeOptions.config.isProbe) {
      isSaid = true;
      request.log.info(
        "Served over plain HTTP: cookies are not Secure. Put a proxy with HTTPS in front, and set " +
          "TRUST_PROXY to the number of proxies.",
      );
    }
    done();
  });
}
