import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import fastifyCookie from "@fastify/cookie";
import fastifyCsrf from "@fastify/csrf-protection";
import fastifyFormbody from "@fastify/formbody";
import fastifyHelmet from "@fastify/helmet";
import fastifyRateLimit from "@fastify/rate-limit";
import fastifySession from "@fastify/session";
import fastifyStatic from "@fastify/static";
import fastifyWebsocket from "@fastify/websocket";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { views as projectViews } from "../views.ts";
import { routeAccounts } from "./accounts.ts";
import type { OpenDatabase } from "./database.ts";
import { csrfOwner, csrfTokenFor, handleErrors } from "./http.ts";
import type { LiveContext, LiveSocket } from "./live-socket.ts";
import { isSameHost } from "./next.ts";
import { routePages } from "./pages.ts";
import { projectRoot } from "./project-root.ts";
import { PUSH_CHANNEL } from "./push.ts";
import { RateLimits } from "./rate-limits.ts";
import { describeView, type ViewClass } from "./registry.ts";
import { routeView } from "./routes.ts";
import { sessionOptions } from "./sessions.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Every route of the application, as Fastify spells it. */
    registeredRoutes: { method: string; url: string }[];
  }
  interface FastifyRequest {
    /** For the forms on a live page, which are rendered long after the request was answered. */
    csrfToken: string;
  }
}

export interface AppOptions {
  readonly database: OpenDatabase;
  readonly views?: readonly ViewClass[];
  /** At least 32 characters; whoever knows it can forge session cookies. */
  readonly sessionSecret: string;
  readonly logger?: boolean;
  /** Is there a proxy in front that sets X-Forwarded-For and -Proto? */
  readonly trustProxy?: boolean;
  /** Flood limits: requests of one address, events of one user, logins of one address or name. */
  readonly requestsPerMinute?: number;
  readonly eventsPerMinute?: number;
  readonly loginsPerMinute?: number;
  readonly socketsPerUser?: number;
  readonly publicFolder?: string;
}

/** The application, ready to listen or to be tested with `inject` and `injectWS`. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { database, sessionSecret, views = projectViews } = options;
  const { db } = database;
  const app = Fastify({
    logger: options.logger ? { redact: ["req.headers.cookie"] } : false,
    trustProxy: options.trustProxy ?? false,
    bodyLimit: 1_048_576,
  });
  app.decorate("registeredRoutes", []);
  app.addHook("onRoute", ({ method, url }) => {
    for (const name of [method].flat()) app.registeredRoutes.push({ method: name, url });
  });
  handleErrors(app);

  await app.register(fastifyHelmet, {
    contentSecurityPolicy: { directives: contentSecurityPolicy },
    referrerPolicy: { policy: "same-origin" }, // actions lead back to the page they came from
    strictTransportSecurity: process.env["NODE_ENV"] === "production",
  });
  // Before everything that reads the database, so that a flood costs little.
  await app.register(fastifyCookie, { secret: sessionSecret });
  await app.register(fastifyRateLimit, {
    max: options.requestsPerMinute ?? 600,
    timeWindow: "1 minute",
    keyGenerator: (request: FastifyRequest) => request.ip ?? "local",
  });
  await app.register(fastifyFormbody);
  await app.register(fastifySession, sessionOptions(db, sessionSecret));
  await app.register(fastifyCsrf, {
    getUserInfo: csrfOwner,
    csrfOpts: { hmacKey: sessionSecret },
    cookieKey: "csrf",
    cookieOpts: { path: "/", httpOnly: true, sameSite: "lax", secure: "auto", signed: true },
  });
  await app.register(fastifyWebsocket, { options: { maxPayload: 65_536 } });
  await registerStatic(app, options.publicFolder ?? join(projectRoot(), "public"));

  app.decorateRequest("csrfToken", "");
  app.addHook("preValidation", async (request, reply) => {
    if (!request.ws) return;
    // Browsers name the page a socket is opened from; no other site's page may open one.
    if (!isSameHost(request.headers.origin, request.headers.host)) {
      return reply.code(403).send({ error: "A socket must come from a page of this site." });
    }
    request.csrfToken = csrfTokenFor(request, reply);
  });

  const limits = new RateLimits(database.pool);
  const live: LiveContext = {
    db,
    limits,
    eventsPerMinute: options.eventsPerMinute ?? 600,
    socketsPerUser: options.socketsPerUser ?? 200,
    log: app.log,
    sockets: new Set(),
  };
  routeAccounts(app, { db, limits, loginsPerMinute: options.loginsPerMinute ?? 10 });
  routePages(app, db);
  for (const view of views) routeView(app, view, describeView(view), live);

  const stop = await database.listen(PUSH_CHANNEL, (payload) => push(live.sockets, payload));
  app.addHook("preClose", stop);
  return app;
}

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

async function registerStatic(app: FastifyInstance, publicFolder: string): Promise<void> {
  await app.register(fastifyStatic, { root: publicFolder, prefix: "/static/", maxAge: "1h" });
  const htmx = dirname(createRequire(import.meta.url).resolve("htmx.org/dist/htmx.min.js"));
  const files = { "htmx.js": "htmx.min.js", "hx-ws.js": "ext/hx-ws.min.js" };
  for (const [name, file] of Object.entries(files)) {
    app.get(`/static/vendor/${name}`, (_request, reply) => reply.sendFile(file, htmx));
  }
}

function push(sockets: ReadonlySet<LiveSocket>, payload: string): void {
  for (const socket of sockets) {
    if (payload === "*" || payload === String(socket.userId)) socket.enqueue(() => socket.push());
  }
}
