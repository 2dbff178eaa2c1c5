import type { IncomingMessage } from "node:http";
import { networkInterfaces } from "node:os";
import { domainToASCII } from "node:url";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { wantsJson } from "./clients.ts";

/** Whether this site is visited under the host of that address. */
export type AllowedHosts = (address: URL) => boolean;

/** A host as a Host header writes it, with or without a port; IPv6 in brackets. */
const HOST = /^(?:\[[\da-f:.]{2,45}\]|[\w.-]{1,253})(?::\d{0,5})?$/i;

/** Allows hosts by name, at any port unless the name has one; null when one of them is no host. */
export function allowHosts(names: readonly string[]): AllowedHosts | null {
  const hosts = names.map((text) => {
    const [, name = "", port] = /^([^/?#\\]*?)(?::(\d{1,5}))?$/.exec(text) ?? [];
    // As browsers write it: in lower case, letters of other alphabets as xn--…
    return { hostname: domainToASCII(name), port };
  });
  if (!hosts.every(({ hostname }) => HOST.test(hostname))) return null;
  return (address) =>
    hosts.some(
      ({ hostname, port }) =>
        hostname === address.hostname && (!port || Number(port) === portOf(address)),
    );
}

/** No name server can make these the names of another machine. */
export const allowLoopback = allowHosts(["localhost", "127.0.0.1", "[::1]"]) as AllowedHosts;

/** The addresses of this machine in its networks, as they are at the moment. */
export const allowOwnAddresses: AllowedHosts = ({ hostname }) =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address, family }) => (family === "IPv6" ? `[${address}]` : address))
    .some((own) => domainToASCII(own) === hostname);

const portOf = ({ port, protocol }: URL) => Number(port || (protocol === "https:" ? 443 : 80));

function addressOf(protocol: string, host: string): URL | null {
  const text = `${protocol}://${host}`;
  return /^https?$/.test(protocol) && HOST.test(host) && URL.canParse(text) ? new URL(text) : null;
}

/** The address of the site as the visitor's browser, or the proxy that is trusted, names it. */
const siteOf = ({ protocol, host }: FastifyRequest) =>
  addressOf((protocol as string | undefined) ?? "http", host); // tests inject sockets without a line

/** Is the page that sends this one of this very site: the same scheme, host and port? */
export function isOwnOrigin(request: FastifyRequest): boolean {
  return request.headers.origin === siteOf(request)?.origin;
}

/**
 * Does the browser say that another site's page made it send this, a subdomain's among them? It says
 * so even when it keeps back the page's origin. What the visitor does by hand comes from "none".
 */
const isFromElsewhere = ({ headers }: FastifyRequest) =>
  !["same-origin", "none", undefined].includes(headers["sec-fetch-site"] as string | undefined);

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/** Node's parser lets others pass: 0.9, which has no headers, and 2.0, which looks otherwise. */
const VERSIONS = ["1.0", "1.1"];

/** Tests inject requests without a line, which have none. */
const hostsOf = ({ headersDistinct = {} }: Partial<IncomingMessage>) => headersDistinct["host"];

const OTHER_VERSION = "This site speaks HTTP/1.1.";
const TWO_HOSTS = "A request has one Host header.";
const OTHER_HOST =
  "This site is not known under that host. If it should be, add it to ALLOWED_HOSTS.";
export const OTHER_ORIGIN =
  "This must come from a page of this very site. If it does, see TRUST_PROXY and ALLOWED_HOSTS.";

/**
 * Answers only under the site's own hosts, and takes forms only from its own pages. A name that
 * somebody else has pointed at this machine would make their page one of this site, to a browser.
 * Whoever probes the process may use any host.
 */
export function protectFromOtherSites(app: FastifyInstance, isAllowed: AllowedHosts): void {
  app.addHook("onRequest", (request, reply, done) => {
    const { config } = request.routeOptions;
    const refuse = (status: number, error: string) =>
      void reply.code(status).send(wantsJson(request) ? { error } : error);
    if (!VERSIONS.includes(request.raw.httpVersion)) return refuse(505, OTHER_VERSION);
    // Node takes the first one, a proxy in front perhaps the last.
    if ((hostsOf(request.raw)?.length ?? 1) > 1) return refuse(400, TWO_HOSTS);
    if (config.isProbe) return done();
    const site = siteOf(request);
    // A target with a host of its own would say something else than the Host header.
    if (!site || !isAllowed(site) || !request.url.startsWith("/")) return refuse(421, OTHER_HOST);
    if (SAFE_METHODS.includes(request.method)) return done();
    // What is no browser says neither, and has no visitor's cookies.
    const isNamed = request.headers.origin !== undefined;
    if (isNamed && !isOwnOrigin(request)) return refuse(403, OTHER_ORIGIN);
    if (isFromElsewhere(request)) return refuse(403, OTHER_ORIGIN);
    done();
  });
}
