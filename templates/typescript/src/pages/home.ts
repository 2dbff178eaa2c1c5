import type { FastifyInstance } from "fastify";
import { visitorOf } from "#accounts/request-session";
import { sendPage } from "#dispatch/http";
import { LoginRequired } from "#runtime/errors";
import { HomePage } from "#templates/home";

/** The page that a login leads to when nobody asked for another. */
export function routeHome(app: FastifyInstance): void {
  app.get("/", async (request, reply) => {
    if (!visitorOf(request).user) throw new LoginRequired();
    return sendPage(reply, { page: HomePage, props: {} });
  });
}
