import type { FastifyInstance } from "fastify";
import { LoginRequired } from "../runtime/errors.ts";
import { sendPage } from "../dispatch/http.ts";
import { visitorOf } from "../accounts/request-session.ts";
import { HomePage } from "../templates/home.tsx";

/** The page that a login leads to when nobody asked for another. */
export function routeHome(app: FastifyInstance): void {
  app.get("/", async (request, reply) => {
    if (!visitorOf(request).user) throw new LoginRequired();
    return sendPage(reply, { page: HomePage, props: {} });
  });
}
