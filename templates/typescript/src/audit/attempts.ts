import type { Database } from "#database/connection";
import { type AuditEvent, type AuditRow, countRepeat, writeAudit } from "./log.ts";

/** So many attempts of one user at one door are rows of their own, in so many milliseconds … */
const MOST_ROWS = 10;
const PERIOD = 60_000;
/** … by so many users and doors; those that were quiet longest are forgotten first. */
const MOST_KNOWN = 1_000;

/** What one user has tried at one door since `begun`. */
interface Attempts {
  readonly begun: number;
  rows: number;
  lastRow: number;
}

const known = new WeakMap<Database, Map<string, Attempts>>();

/**
 * Writes down what came to nothing. Whoever tries the same again and again costs the log a few rows
 * a minute: the last of them says how often it was tried after it.
 *
 * @param db no transaction: the attempt's own was rolled back
 */
export async function writeAttempt(
  db: Database,
  event: AuditEvent,
  outcome: Exclude<AuditRow["outcome"], "allowed">,
): Promise<void> {
  const attempts = attemptsOf(db, JSON.stringify([event.user?.id, event.action, event.target]));
  const isOneMore = attempts.rows >= MOST_ROWS && (await countRepeat(db, attempts.lastRow));
  if (isOneMore) return;
  attempts.lastRow = await writeAudit(db, event, outcome);
  attempts.rows += 1;
}

function attemptsOf(db: Database, key: string): Attempts {
  const all = known.get(db) ?? new Map<string, Attempts>();
  known.set(db, all);
  const before = all.get(key);
  if (before && Date.now() - before.begun < PERIOD) return before;
  const attempts = { begun: Date.now(), rows: 0, lastRow: 0 };
  all.delete(key);
  all.set(key, attempts);
  const [oldest] = all.keys();
  if (all.size > MOST_KNOWN && oldest !== undefined) all.delete(oldest);
  return attempts;
}
