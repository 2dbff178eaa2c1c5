import { and, desc, eq, gte, lt } from "drizzle-orm";
import type { Database } from "../database/connection.ts";
import * as auth from "../database/tables.ts";

export type AuditRow = typeof auth.AuditEntry.$inferSelect;

export interface AuditEvent {
  /** null: nobody is logged in; without an id: somebody at the command line. */
  readonly user: { readonly id: number | null; readonly username: string } | null;
  /** Class and method, or the command. */
  readonly action: string;
  /** The page's path, or whom a command was about. */
  readonly target: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Names whose values are never written down. */
const SECRET = /password|secret|token/i;

/** In JSON: what PostgreSQL's jsonb refuses (NUL, half a surrogate pair), and backslashes to pass over. */
const UNSTORABLE = /\\(?:\\|u0000|ud[89a-f]\w\w)/g;
const storable = (escape: string) => (escape === "\\\\" ? escape : "\ufffd");

/** Writes one row; inside a transaction it stands or falls with the change itself. */
export async function writeAudit(
  db: Database,
  event: AuditEvent,
  outcome: AuditRow["outcome"],
): Promise<void> {
  const { user } = event;
  const params = JSON.stringify(event.params, (key, value: unknown) => {
    if (SECRET.test(key)) return "…";
    if (typeof value === "bigint") return value.toString();
    return typeof value === "string" ? value.slice(0, 1000) : value;
  });
  await db.insert(auth.AuditEntry).values({
    user_id: user?.id ?? null,
    username: (user?.username ?? "").slice(0, 150),
    action: event.action,
    target: event.target.slice(0, 1000),
    params: JSON.parse(params.replaceAll(UNSTORABLE, storable)) as unknown,
    outcome,
  });
}

/** What is left out, or "", is not asked for. */
export interface AuditFilter {
  readonly user?: string;
  readonly action?: string;
  readonly outcome?: AuditRow["outcome"] | "";
  readonly since?: Date;
  /** Only entries before the one with this id. */
  readonly before?: number;
}

export const OUTCOMES = auth.AuditEntry.outcome.enumValues;

/** The newest entries first. */
export async function readAudit(
  db: Database,
  { user, action, outcome, since, before }: AuditFilter,
  limit: number,
): Promise<AuditRow[]> {
  const entry = auth.AuditEntry;
  return db
    .select()
    .from(entry)
    .where(
      and(
        user ? eq(entry.username, user) : undefined,
        action ? eq(entry.action, action) : undefined,
        outcome ? eq(entry.outcome, outcome) : undefined,
        since ? gte(entry.at, since) : undefined,
        before ? lt(entry.id, before) : undefined,
      ),
    )
    .orderBy(desc(entry.id))
    .limit(limit);
}
