import { desc } from "drizzle-orm";
import type { Database } from "./database.ts";
import * as auth from "./tables.ts";
import type { Visitor } from "./visitor.ts";

export type AuditRow = typeof auth.AuditEntry.$inferSelect;

export interface AuditEvent {
  readonly visitor: Visitor;
  /** Class and method. */
  readonly action: string;
  /** The page's path. */
  readonly target: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Names whose values are never written down. */
const SECRET = /password|secret|token/i;

/** Writes one row; inside a transaction it stands or falls with the change itself. */
export async function writeAudit(
  db: Database,
  event: AuditEvent,
  outcome: AuditRow["outcome"],
): Promise<void> {
  const { user } = event.visitor;
  const params = JSON.stringify(event.params, (key, value: unknown) => {
    if (SECRET.test(key)) return "…";
    if (typeof value === "bigint") return value.toString();
    return typeof value === "string" ? value.replaceAll("\0", "").slice(0, 1000) : value;
  });
  await db.insert(auth.AuditEntry).values({
    user_id: user?.id ?? null,
    username: user?.username ?? "",
    action: event.action,
    target: event.target.slice(0, 1000),
    params: JSON.parse(params) as unknown,
    outcome,
  });
}

/** The newest entries first. */
export async function readAudit(db: Database, limit = 200): Promise<AuditRow[]> {
  return db.select().from(auth.AuditEntry).orderBy(desc(auth.AuditEntry.id)).limit(limit);
}
