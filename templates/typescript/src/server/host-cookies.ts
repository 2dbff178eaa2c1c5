import type { FastifyInstance } from "fastify";

/**
 * Over HTTPS the project's cookies are called `__Host-…`, and only under that name they count.
 * Browsers take it from this very host alone: a page of another subdomain, or somebody on a line
 * without HTTPS, can plant a cookie for this site, but none that is called so.
 */
const PREFIX = "__Host-";

/** As the plugins call them, and over plain HTTP everybody. */
const COOKIES = ["session", "csrf", "message", "notice", "device", "confirming"];

/** Gives the cookies of a request the plugins' names: after they are parsed, before they are read. */
export function readHostCookies(app: FastifyInstance): void {
  app.addHook("onRequest", ({ protocol, cookies }, _reply, done) => {
    for (const name of protocol === "https" ? COOKIES : []) {
      const { [PREFIX + name]: value } = cookies;
      if (value === undefined) delete cookies[name];
      else cookies[name] = value;
    }
    done();
  });
}

/** Gives the cookies of an answer the browser's names, after all of them are set. */
export function writeHostCookies(app: FastifyInstance): void {
  const ours = new RegExp(`^(?:${COOKIES.join("|")})=`);
  const secured = (line: string) => (/; *secure/i.test(line) ? line : `${line}; Secure`);
  app.addHook("onSend", ({ protocol }, reply, _payload, done) => {
    const lines = reply.getHeader("set-cookie");
    if (protocol === "https" && lines !== undefined) {
      const renamed = [lines]
        .flat()
        .map(String)
        .map((line) => (ours.test(line) ? secured(PREFIX + line) : line));
      reply.removeHeader("set-cookie").header("set-cookie", renamed);
    }
    done();
  });
}
