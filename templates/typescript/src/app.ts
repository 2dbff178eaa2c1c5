/**
 * Puts the application together: everything that a request passes, in the order in which it does.
 * `main.ts` listens with it, the tests inject into it.
 */
import { join } from "node:path";
import fastifyCookie from "@fastify/cookie";
import fastifySession from "@fastify/session";
import Fastify, { type FastifyInstance, type FastifyServerOptions } from "fastify";
import { rememberWhy } from "./accounts/why-log-in.ts";
import type { OpenDatabase } from "./database/database.ts";
import { PUSH_CHANNEL } from "./database/push-triggers.ts";
import { routeAccounts } from "./pages/accounts.ts";
import { routeAudit } from "./pages/audit.ts";
import { routeHome } from "./pages/home.ts";
import { handleNotFound } from "./pages/not-found.ts";
import { projectRoot } from "./project-root.ts";
import { routes as ownRoutes } from "./routes.ts";
import type { Watch } from "./dispatch/call.ts";
import { protectFromForgery } from "./dispatch/csrf.ts";
import { handleErrors } from "./dispatch/http.ts";
import { LiveSockets } from "./dispatch/live-sockets.ts";
import { routeOwn } from "./dispatch/route-own.ts";
import type { OwnRoute } from "./runtime/own-routes.ts";
import { RateLimits } from "./dispatch/rate-limits.ts";
import { describeView, type ViewClass } from "./runtime/registry.ts";
import { routeView } from "./dispatch/routes.ts";
import { sessionOptions } from "./accounts/request-session.ts";
import { MAX_BODY, readForms } from "./server/form-body.ts";
import { routeHealth } from "./server/health.ts";
import { readHostCookies, writeHostCookies } from "./server/host-cookies.ts";
import { type AllowedHosts, allowLoopback, protectFromOtherSites } from "./server/hosts.ts";
import { endConnectionsOnClose } from "./server/last-answers.ts";
import { DEFAULT_LIMITS, type Limits } from "./server/limits.ts";
import { RequestLog, requestIds, sayRequestIds } from "./server/logging.ts";
import { limitRequests } from "./server/request-limit.ts";
import { sealsOf } from "./server/seals.ts";
import { sendSecurityHeaders } from "./server/security-headers.ts";
import type { TrustProxy } from "./server/settings.ts";
import { serveStatic } from "./server/static-files.ts";
import {
  redirectToHttps,
  secureTransport,
  type TransportSecurity,
} from "./server/transport-security.ts";
import { views as projectViews } from "./views.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Every route of the application, as Fastify spells it. */
    registeredRoutes: { method: string; url: string }[];
  }
}

export interface AppOptions {
  readonly database: OpenDatabase;
  readonly views?: readonly ViewClass[];
  readonly routes?: readonly OwnRoute[];
  /**
   * At least 32 characters; whoever knows it can forge session cookies. Of several the first one
   * signs and all verify.
   */
  readonly sessionSecret: string | [string, ...string[]];
  readonly logger?: FastifyServerOptions["logger"];
  /** Which peers are proxies whose X-Forwarded-For, -Host and -Proto are believed. */
  readonly trustProxy?: TrustProxy | false;
  /** Under which hosts the site is visited. Default: those of this machine alone. */
  readonly allowedHosts?: AllowedHosts;
  /** Whether everybody is led to HTTPS, and what HSTS says. Default: nobody, its time alone. */
  readonly transport?: TransportSecurity;
  /** Whether the demo users of `npm run dev` log in. Default: no. */
  readonly demoUsers?: boolean;
  readonly limits?: Partial<Limits>;
  /** How often an open page is asked whether it is still there. */
  readonly heartbeatSeconds?: number;
  readonly publicFolder?: string;
  /** Is told how guards decide and what becomes of bodies: for the tests. */
  readonly watch?: Watch;
}

/** The application, ready to listen or to be tested with `inject` and `injectWS`. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { database, sessionSecret, views = projectViews } = options;
  const { db } = database;
  const most = { ...DEFAULT_LIMITS, ...options.limits };
  const { trustProxy = false, transport = { redirects: false, hsts: [] } } = options;
  const app = Fastify({
    logger: options.logger ?? false,
    logController: new RequestLog(),
    genReqId: requestIds(trustProxy),
    trustProxy,
    bodyLimit: MAX_BODY,
    requestTimeout: 120_000, // for those who send a byte at a time
  });
  app.decorate("registeredRoutes", []);
  app.addHook("onRoute", ({ method, url }) => {
    for (const name of [method].flat()) app.registeredRoutes.push({ method: name, url });
  });
  handleErrors(app);
  handleNotFound(app);
  sayRequestIds(app);
  secureTransport(app, transport);

  await sendSecurityHeaders(app);
  endConnectionsOnClose(app);
  // Before whatever may refuse a socket, so that the line of one that was refused is cut.
  const sockets = new LiveSockets({
    eventsPerMinute: most.eventsPerMinute,
    socketsPerUser: most.socketsPerUser,
    heartbeatSeconds: options.heartbeatSeconds ?? 30,
  });
  await sockets.register(app);
  protectFromOtherSites(app, options.allowedHosts ?? allowLoopback);
  if (transport.redirects) redirectToHttps(app);
  // Before everything that reads the database, so that a flood costs little.
  await app.register(fastifyCookie, { secret: sessionSecret });
  readHostCookies(app);
  await limitRequests(app, most.requestsPerMinute);
  await readForms(app);
  await app.register(fastifySession, sessionOptions(db, sessionSecret, most.sessions.days));
  writeHostCookies(app);
  rememberWhy(app, db);
  await protectFromForgery(app, [sessionSecret].flat()[0] ?? "");
  const limits = new RateLimits(database.pool);
  app.decorate("seals", sealsOf(sessionSecret));
  await serveStatic(app, options.publicFolder ?? join(projectRoot(), "public"));

  const { demoUsers = false } = options;
  routeAccounts(app, { db, limits: most, secret: sessionSecret, demoUsers });
  routeHome(app);
  routeAudit(app, db, views.map(describeView));
  routeHealth(app, database);
  const services = { db, limits, seals: app.seals, sockets, watch: options.watch };
  for (const view of views) routeView(app, view, services);
  routeOwn(app, options.routes ?? ownRoutes, db);

  const stop = await database.listen(PUSH_CHANNEL, (userId) => sockets.push(userId));
  app.addHook("preClose", stop);
  return app;
}
