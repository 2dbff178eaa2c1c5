import type { FastifyInstance } from "fastify";
import { wantsJson } from "./clients.ts";

/** What is asked of a site's lines. */
export interface TransportSecurity {
  /** Whether requests over plain HTTP are answered with the same address over HTTPS. */
  readonly redirects: boolean;
  /** Directives of HSTS beside its time: for all subdomains, and for the browsers' own list. */
  readonly hsts: readonly HstsDirective[];
}

export const HSTS_DIRECTIVES = ["includeSubDomains", "preload"] as const;
export type HstsDirective = (typeof HSTS_DIRECTIVES)[number];

const ONE_YEAR = 31_536_000;

const PLAIN =
  "Served over plain HTTP: cookies are not Secure. Put a proxy with HTTPS in front, and set " +
  "TRUST_PROXY to the number of proxies.";

/**
 * Over HTTPS, browsers are told to stay there. Over plain HTTP the cookies cannot be `Secure`, and
 * that is said once. Behind a proxy this goes by X-Forwarded-Proto, if TRUST_PROXY says so.
 */
export function secureTransport(app: FastifyInstance, security: TransportSecurity): void {
  const hsts = [`max-age=${ONE_YEAR}`, ...security.hsts].join("; ");
  let isSaid = security.redirects;
  app.addHook("onRequest", (request, reply, done) => {
    if (request.protocol === "https") {
      reply.header("strict-transport-security", hsts);
    } else if (!isSaid && !request.routeOptions.config.isProbe) {
      isSaid = true;
      request.log.info(PLAIN);
    }
    done();
  });
}

const HTTPS_ONLY = "This site takes nothing over plain HTTP: everybody on the line could read it.";

/** Leads whoever comes over plain HTTP to HTTPS, but for probes. Comes after the hosts are checked. */
export function redirectToHttps(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    const { protocol, hostname, method, url, routeOptions } = request;
    if (protocol === "https" || routeOptions.config.isProbe) return done();
    // The host without its port, which is that of plain HTTP.
    const address = `https://${hostname}${url}`;
    if (["GET", "HEAD"].includes(method)) return void reply.redirect(address, 308);
    void reply.code(403).send(wantsJson(request) ? { error: HTTPS_ONLY } : HTTPS_ONLY);
  });
}
