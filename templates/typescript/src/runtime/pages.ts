import type { FastifyInstance } from "fastify";
import { sql } from "drizzle-orm";
import { AuditPage } from "../templates/audit.tsx";
import { HomePage } from "../templates/home.tsx";
import { readAudit } from "./audit.ts";
import type { Database } from "./database.ts";
import { LoginRequired, PermissionDenied } from "./errors.ts";
import { sendPage, visitorOf } from "./http.ts";

/** The pages every project has: home, the audit log, and two for whoever watches the process. */
export function routePages(app: FastifyInstance, db: Database): void {
  app.get("/", async (request, reply) => {
    if (!visitorOf(request).user) throw new LoginRequired();
    return sendPage(request, reply, { page: HomePage, props: {} });
  });

  app.get("/audit/", async (request, reply) => {
    const { user } = visitorOf(request);
    if (!user) throw new LoginRequired();
    if (!user.isSuperuser) throw new PermissionDenied();
    return sendPage(request, reply, { page: AuditPage, props: { entries: await readAudit(db) } });
  });

  app.get("/healthz", async () => ({ status: "ok" }));

  app.get("/readyz", async (_request, reply) => {
    try {
      await db.execute(sql`select 1`);
      return { status: "ok" };
    } catch {
      return reply.code(503).send({ status: "no database" });
    }
  });
}
