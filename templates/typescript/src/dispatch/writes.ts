/**
 * What was written by whom, for a day: a form or control that is sent twice does its work once, and
 * whoever comes second is told who came first.
 */
import { createHash, randomUUID } from "node:crypto";
import { eq, lt, sql } from "drizzle-orm";
import type { Database } from "#database/connection";
import { Write } from "#database/tables";
import type { Answer } from "#runtime/answer";
import type { Endpoint } from "#runtime/registry";
import type { Call } from "./call.ts";

/** A write that was begun; one that is repeated has its answer already. */
export interface Begun {
  readonly id: string;
  readonly isRepeated: boolean;
  readonly answer: Answer | undefined;
}

/** The row that a write has changed, and which of its columns. */
export interface Change {
  readonly target: string;
  readonly columns: readonly string[];
}

/** A key is made by a page and of this length at most; a longer one is no key. */
const LONGEST_KEY = 100;

/**
 * Writes down that the visitor begins to write; it stands or falls with the write itself. The same
 * one at the same moment waits here for the first.
 *
 * @returns null for what has no key, and of which nobody asks later who did it
 */
export async function beginWrite(
  db: Database,
  call: Call,
  { method, kind, unchanged }: Endpoint,
): Promise<Begun | null> {
  const { request, visitor, input } = call;
  const { key, path } = request;
  const userId = visitor.user?.id ?? null;
  const isKeyed = key !== null && key !== "" && key.length <= LONGEST_KEY;
  if (!isKeyed && !unchanged) return null;
  const same = JSON.stringify([userId, path, kind, method, key, sorted(input)]);
  const id = isKeyed ? createHash("sha256").update(same).digest("base64url") : randomUUID();
  const begun = await db
    .insert(Write)
    .values({ id, user_id: userId })
    .onConflictDoNothing()
    .returning({ id: Write.id });
  if (begun.length > 0) return { id, isRepeated: false, answer: undefined };
  const [before] = await db.select({ answer: Write.answer }).from(Write).where(eq(Write.id, id));
  return { id, isRepeated: true, answer: (before?.answer ?? undefined) as Answer | undefined };
}

/** Writes down how it was answered, and what it has changed. */
export async function endWrite(
  db: Database,
  id: string,
  answer: Answer | void,
  change: Change | null,
): Promise<void> {
  if (!answer && !change) return;
  const { target, columns = [] } = change ?? {};
  // A page cannot be kept; whoever sends the same again is told that it is done.
  const kept =
    answer?.kind === "page" ? { kind: "done", message: "This is done.", location: null } : answer;
  await db
    .update(Write)
    .set({ answer: kept ?? null, target, columns: [...columns] })
    .where(eq(Write.id, id));
}

/** Forgets those of which no page is open any more. */
export async function forgetOldWrites(db: Database): Promise<void> {
  await db.delete(Write).where(lt(Write.at, sql`now() - interval '1 day'`));
}

/** The same values in the same order. */
function sorted(input: Call["input"]): [string, unknown][] {
  return Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1));
}
