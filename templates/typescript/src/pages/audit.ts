import type { FastifyInstance } from "fastify";
import { visitorOf } from "#accounts/request-session";
import { type AuditFilter, OUTCOMES, readAudit } from "#audit/log";
import { AuditPermission } from "#audit/permission";
import type { Database } from "#database/connection";
import { sendPage } from "#dispatch/http";
import { requestOf } from "#dispatch/view-request";
import { LoginRequired, PermissionDenied } from "#runtime/errors";
import { MAX_INT } from "#runtime/paths";
import type { ViewRules } from "#runtime/registry";
import { AuditPage } from "#templates/audit";

/** How many entries of the audit log a page shows. */
const PAGE_SIZE = 50;

/** The audit log for those who hold the permission for it; `views` say which actions there are to ask for. */
export function routeAudit(app: FastifyInstance, db: Database, views: readonly ViewRules[]): void {
  const actions = views.flatMap(({ name, endpoints }) =>
    endpoints.filter(({ audited }) => audited).map(({ method }) => `${name}.${method}`),
  );

  app.get("/audit/", async (request, reply) => {
    const visitor = visitorOf(request);
    if (!visitor.user) throw new LoginRequired();
    if (!visitor.hasPerm(AuditPermission.ViewAuditLog)) throw new PermissionDenied();
    const filter = auditFilterOf(requestOf(request).query);
    const found = await readAudit(db, filter, PAGE_SIZE + 1);
    const entries = found.slice(0, PAGE_SIZE);
    const hasOlder = found.length > PAGE_SIZE;
    return sendPage(reply, { page: AuditPage, props: { entries, hasOlder, filter, actions } });
  });
}

/** What the page's form and its links ask for; nonsense asks for nothing. */
function auditFilterOf(query: Readonly<Record<string, string>>): AuditFilter {
  const text = (name: string) => (query[name] ?? "").replaceAll("\0", "").trim();
  const before = Number(query["before"]);
  return {
    user: text("user"),
    action: text("action"),
    outcome: OUTCOMES.find((outcome) => outcome === query["outcome"]) ?? "",
    ...(Number.isInteger(before) && before > 0 && before <= MAX_INT ? { before } : {}),
  };
}
