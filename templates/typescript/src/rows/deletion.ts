import { eq, getTableName, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { holdVisitor } from "#accounts/hold-visitor";
import type { Database } from "#database/connection";
import type { Permission } from "#permissions";
import { rights } from "#rights";
import { Conflict, PermissionDenied, Problem } from "#runtime/errors";
import { changedSince, readSeen, saw } from "#runtime/seen";
import type { Visitor } from "#runtime/visitor";
import { type BoundRows, boundRows, isOneOf, type KeyedTable, type Rows } from "./bound-rows.ts";
import { type RowGroup, groupsOf, inWords } from "./row-groups.ts";

/** What a page says, before a row is deleted, of the rows that are bound to it. */
export interface Deletion {
  /** Would go along. */
  readonly along: readonly RowGroup[];
  /** Would name it no more. */
  readonly emptied: readonly RowGroup[];
  /** Keep it from being deleted. */
  readonly holding: readonly RowGroup[];
  /** Why it cannot be deleted by this visitor, or null. */
  readonly obstacle: "denied" | "held" | null;
  /** What the page says that it saw: of the row, and of all that would be touched with it. */
  readonly seen: string;
}

/** Beside the columns of the row; no column is called so. */
const BOUND = "(bound)";

export async function lookAtDeletion(
  db: Database,
  visitor: Visitor,
  table: KeyedTable,
  id: number,
): Promise<Deletion> {
  // As it is now, like what is bound to it.
  const [row] = await db
    .select()
    .from(table as PgTable)
    .where(eq(table.id, id));
  const bound = await boundRows(db, table, [id]);
  const { along, emptied, holding } = bound;
  return {
    along: await groupsOf(db, visitor, along),
    emptied: await groupsOf(db, visitor, emptied),
    holding: await groupsOf(db, visitor, holding),
    obstacle: obstacleOf(visitor, bound),
    seen: saw({ ...row, [BOUND]: listOf(bound) }),
  };
}

/**
 * Deletes rows, with those that go along. Whoever does so has passed a guard for the rows
 * themselves, and must hold the permission to delete each of the others.
 *
 * @param db the transaction of the write
 * @param seen what a page said that it saw of the rows that are bound to them; null: nothing
 * @returns how many rows there were, without those that went along
 * @throws PermissionDenied, or a Problem of 409 when other rows hold one of them, Conflict when
 *   others are bound to them than the page saw; nothing is deleted
 */
export async function deleteRows(
  db: Database,
  visitor: Visitor,
  table: KeyedTable,
  where: SQL | undefined,
  seen: string | null = null,
): Promise<number> {
  const rows = await db
    .select({ id: table.id })
    .from(table as PgTable)
    .where(where)
    .orderBy(table.id)
    .for("update");
  const ids = rows.map(({ id }) => id as number);
  const bound = await boundRows(db, table, ids, true);
  const { along, holding } = bound;
  const needed = [...along.keys()].flatMap((each) => permissionToDelete(each) ?? []);
  const holder = await holdVisitor(db, visitor, needed);
  const obstacle = obstacleOf(holder, bound);
  if (obstacle === "denied") {
    const denied = new Map([...along].filter(([each]) => !mayDelete(holder, each)));
    const what = inWords(await groupsOf(db, holder, denied));
    throw new PermissionDenied(`You may not delete what would go along: ${what}.`);
  }
  const list = { [BOUND]: listOf(bound) };
  if (changedSince(readSeen(seen) ?? "*", list, [BOUND]).length > 0) {
    const what = inWords(await groupsOf(db, holder, along)) || "nothing else";
    throw new Conflict(
      "Other rows go along, or refer to it, than when you looked. " +
        `Now ${what} would be deleted too. Nothing was done: look at it again, then decide.`,
    );
  }
  if (obstacle === "held") {
    const what = inWords(await groupsOf(db, holder, holding));
    throw new Problem(409, `This is not deleted, because others refer to it: ${what}.`);
  }
  const own = new Set([...ids, ...(along.get(table) ?? [])]);
  if (ids.length > 0) await deleteAll(db, new Map([...along, [table, own]]));
  return ids.length;
}

function obstacleOf(visitor: Visitor, { along, holding }: BoundRows): Deletion["obstacle"] {
  if ([...along.keys()].some((table) => !mayDelete(visitor, table))) return "denied";
  return holding.size > 0 ? "held" : null;
}

/** The rows that a deletion touches, in an order of their own. */
function listOf({ along, emptied }: BoundRows): string[] {
  const all = [along, emptied].flatMap((rows) =>
    [...rows].flatMap(([table, ids]) => [...ids].map((id) => `${getTableName(table)} ${id}`)),
  );
  return all.toSorted();
}

/** Rows that no model of the manifest describes are deleted along by superusers alone. */
function mayDelete(visitor: Visitor, table: KeyedTable): boolean {
  const permission = permissionToDelete(table);
  return permission ? visitor.hasPerm(permission) : visitor.user?.isSuperuser === true;
}

function permissionToDelete(table: KeyedTable): Permission | undefined {
  return rights[getTableName(table)]?.delete;
}

/** In one statement, so that rows may hold each other: keys are looked at when all are gone. */
async function deleteAll(db: Database, rows: Rows): Promise<void> {
  const [last, ...others] = [...rows].map(([table, ids]) => {
    return sql`delete from ${table} where ${isOneOf(table.id, [...ids])}`;
  });
  const parts = others.map((part, place) => sql`${sql.identifier(`part_${place}`)} as (${part})`);
  const before = parts.length > 0 ? sql`with ${sql.join(parts, sql`, `)} ` : sql``;
  await db.execute(sql`${before}${last}`);
}
