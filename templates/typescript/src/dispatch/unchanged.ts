/**
 * A write is for the row as its sender saw it: what was changed meanwhile is said, and not written
 * over.
 */
import type { Database } from "#database/connection";
import { lastChange, namesOf, type Subject } from "#rows/last-change";
import { Conflict, PreconditionFailed, PreconditionRequired } from "#runtime/errors";
import type { Endpoint } from "#runtime/registry";
import { changedSince, readSeen } from "#runtime/seen";
import { entityTags, isMatch } from "#server/entity-tags";
import type { Call } from "./call.ts";
import { subjectOf } from "./enter.ts";

/**
 * Demands that the row is as the sender saw it, in the columns that the endpoint's effect goes by.
 * A form of many fields looks itself what became of each, so it is only asked to have said something.
 *
 * @throws Conflict, PreconditionFailed or PreconditionRequired
 */
export async function checkUnchanged(
  call: Call,
  { unchanged }: Endpoint,
  db: Database,
): Promise<void> {
  const subject = subjectOf(call);
  if (!unchanged || !subject) return;
  const { ifMatch } = call.request;
  const seen = readSeen(call.request.seen);
  if (ifMatch !== null) {
    if (!isMatch(ifMatch, entityTags(subject.row, call.seals))) throw new PreconditionFailed();
  } else if (seen === null) {
    throw new PreconditionRequired();
  }
  if (seen === null || unchanged.by === "form") return;
  const changed = changedSince(seen, subject.row, columnsOf(unchanged.columns, subject));
  if (changed.length === 0) return;
  const who = await lastChange(db, call.visitor.user, subject, changed);
  throw new Conflict(
    `${who} changed ${namesOf(changed)}. Nothing was done: look at it again, then decide.`,
  );
}

/** None named are all of them. */
export function columnsOf(named: readonly string[], { row }: Pick<Subject, "row">): string[] {
  return named.length > 0 ? [...named] : Object.keys(row);
}
