import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import type { Database } from "#database/connection";
import * as auth from "#database/tables";
import { isSecretName } from "./secret-names.ts";

export type AuditRow = typeof auth.AuditEntry.$inferSelect;

export interface AuditEvent {
  /** null: nobody is logged in; without an id: somebody at the command line. */
  readonly user: { readonly id: number | null; readonly username: string } | null;
  /** Class and method, or the command. */
  readonly action: string;
  /** The page's path, or whom a command was about. */
  readonly target: string;
  /** What the row there is called. */
  readonly targetName?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** In JSON: what PostgreSQL's jsonb refuses (NUL, half a surrogate pair), and backslashes to pass over. */
const UNSTORABLE = /\\(?:\\|u0000|ud[89a-f]\w\w)/g;
const storable = (escape: string) => (escape === "\\\\" ? escape : "\ufffd");

/**
 * Characters of a value, of each one where there are many, and of all of them as JSON: whoever is refused
 * must not fill the disk.
 */
const LONGEST_VALUE = 1_000;
const LONGEST_OF_MANY = 100;
const LONGEST_PARAMS = 4_000;

/**
 * Writes one row; inside a transaction it stands or falls with the change itself.
 *
 * @returns the row's id
 */
export async function writeAudit(
  db: Database,
  event: AuditEvent,
  outcome: AuditRow["outcome"],
): Promise<number> {
  const { user } = event;
  const [row] = await db
    .insert(auth.AuditEntry)
    .values({
      user_id: user?.id ?? null,
      username: (user?.username ?? "").slice(0, 150),
      action: event.action,
      // Of a login it is the name as it was typed.
      target: event.target.slice(0, 1000).replaceAll(/[\0\p{Cs}]/gu, "\ufffd"),
      target_name: (event.targetName ?? "").slice(0, 200),
      params: paramsOf(event),
      outcome,
    })
    .returning({ id: auth.AuditEntry.id });
  return row?.id ?? 0;
}

/** What was sent, without what nobody may read, and as much of it as there is room for. */
function paramsOf({ params }: AuditEvent): unknown {
  const whole = writtenDown(params, LONGEST_VALUE);
  const text = whole.length > LONGEST_PARAMS ? writtenDown(params, LONGEST_OF_MANY) : whole;
  if (text.length > LONGEST_PARAMS) return { "…": `${whole.length} characters` };
  return JSON.parse(text.replaceAll(UNSTORABLE, storable)) as unknown;
}

function writtenDown(params: AuditEvent["params"], longest: number): string {
  return JSON.stringify(params, (key, value: unknown) => {
    if (isSecretName(key)) return "…";
    if (typeof value === "bigint") return value.toString();
    if (typeof value !== "string") return value;
    return speaksOfSecrets(value) ? "…" : value.slice(0, longest);
  });
}

/** A form sends JSON as text, in which secrets have names too. */
const speaksOfSecrets = (text: string) => /^\s*[[{]/.test(text) && isSecretName(text);

/**
 * Counts what was tried once more, in the row of the first time.
 *
 * @returns false when that row is gone
 */
export async function countRepeat(db: Database, rowId: number): Promise<boolean> {
  const { id, repeats } = auth.AuditEntry;
  const counted = await db
    .update(auth.AuditEntry)
    .set({ repeats: sql`${repeats} + 1` })
    .where(eq(id, rowId))
    .returning({ id });
  return counted.length > 0;
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
