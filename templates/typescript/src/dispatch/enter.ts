/**
 * The rows that a call is about: its object, its row, and the row that ties the visitor to them.
 */
import { and, eq } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#database/connection";
import type { Subject } from "#rows/last-change";
import { rowName } from "#rows/row-name";
import { Elsewhere, NotFound } from "#runtime/errors";
import { MAX_INT } from "#runtime/paths";
import type { KeyedTable } from "#runtime/registry";
import { CONTEXT, type ViewContext } from "#runtime/view";
import type { Call } from "./call.ts";

/** How rows are loaded: to be looked at, or for a write that nobody may come between. */
interface Hold {
  /** Nobody may end the membership before the transaction does. */
  readonly member: boolean;
  /** Nobody may change the row that the call is about before the transaction ends. */
  readonly subject: boolean;
}

export const NOTHING_HELD: Hold = { member: false, subject: false };

/** Loads object and row, and demands membership; the view's context is complete afterwards. */
export async function enter(call: Call, db: Database, hold: Hold = NOTHING_HELD): Promise<void> {
  const { rules, view, visitor, params, request } = call;
  const context: ViewContext = {
    request,
    visitor,
    db,
    params,
    object: null,
    row: null,
    met: new Set(),
    changed: null,
  };
  view[CONTEXT] = context;
  if (rules.object) {
    const { table, key } = rules.object;
    const isHeld = hold.subject && !rules.row;
    context.object = await find(db, table, params[key], { isHeld });
  }
  if (rules.member) {
    const { table, object, user, otherwise } = rules.member;
    const { id } = context.object as { id: number };
    const members = db
      .select({ user })
      .from(table as PgTable)
      .where(and(eq(object, id), eq(user, visitor.user?.id ?? 0)))
      .limit(1);
    const [member] = await (hold.member ? members.for("share") : members);
    if (!member) throw new Elsewhere(otherwise);
  }
  if (rules.row) {
    const { table, key, scope } = rules.row;
    const { id } = context.object as { id: number };
    const where = eq(scope, id);
    context.row = await find(db, table, params[key], { where, isHeld: hold.subject });
  }
}

async function find(
  db: Database,
  table: KeyedTable,
  id: string | number | undefined,
  { where, isHeld }: { where?: ReturnType<typeof eq>; isHeld: boolean },
): Promise<unknown> {
  const number = Number(id);
  if (!Number.isInteger(number) || number < 1 || number > MAX_INT) throw new NotFound();
  const rows = db
    .select()
    .from(table as PgTable)
    .where(and(eq(table.id, number), where))
    .limit(1);
  // Rows elsewhere may still be made that refer to it.
  const [row] = await (isHeld ? rows.for("no key update") : rows);
  if (!row) throw new NotFound();
  return row;
}

/** The row that a call is about, once it is loaded: the inner one of two. */
export function subjectOf({ rules, view }: Pick<Call, "rules" | "view">): Subject | null {
  const { object, row } = (view[CONTEXT] as ViewContext | undefined) ?? { object: null, row: null };
  if (row && rules.row) return { table: rules.row.table, row: row as Subject["row"] };
  if (object && rules.object) return { table: rules.object.table, row: object as Subject["row"] };
  return null;
}

/** What the row that was loaded for a call was called; "" before one is. */
export function nameOfTarget(call: Call): string {
  const subject = subjectOf(call);
  return subject ? rowName(subject.table, subject.row) : "";
}
