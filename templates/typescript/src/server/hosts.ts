import { networkInterfaces } from "node:os";
import { domainToASCII } from "node:url";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { wantsJson } from "../runtime/http.ts";

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

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

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
    if (config.isProbe) return done();
    const refuse = (status: number, error: string) =>
      void reply.code(status).send(wantsJson(request) ? { error } : error);
    const site = siteOf(request);
    // A target with a host of its own would say something else than the Host header.
    if (!site || !isAllowed(site) || !request.url.startsWith("/")) return refuse(421, OTHER_HOST);
    // What is no browser names no origin, and has no visitor's cookies.
    const isSent = !SAFE_METHODS.includes(request.method) && request.headers.origin !== undefined;
    if (isSent && !isOwnOrigin(request)) return refuse(403, OTHER_ORIGIN);
    done();
  });
}
