import { eq, inArray } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Database } from "./connection.ts";
import type { Visitor } from "../runtime/visitor.ts";

/** What rows are called, by id. */
export type Labels = ReadonlyMap<number | null, string>;

/** One entry of a `<select>`. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

type Key = number | string | null;

/** Ids of the objects that a visitor is a member of. */
export type Members = ReadonlySet<Key>;
type TableWithId = PgTable & { readonly id: PgColumn };

/**
 * What the rows with these ids are called.
 *
 * @param column the column that names a row, e.g. `models.Inventory.name`
 */
export async function labelsOf(
  db: Database,
  column: PgColumn,
  ids: readonly (number | null)[],
): Promise<Labels> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const { id } = column.table as TableWithId;
  const rows = await db.select({ id, label: column }).from(column.table).where(inArray(id, wanted));
  return new Map(rows.map((row) => [row.id as number, labelOf(row)]));
}

/**
 * The rows that a reference may point to, by label. At most a thousand; the one chosen already is
 * always among them.
 *
 * @param column the column that names a row; its table's `id` where nothing names it
 */
export async function optionsOf(db: Database, column: PgColumn, chosen: string): Promise<Option[]> {
  const { id } = column.table as TableWithId;
  const query = db.select({ id, label: column }).from(column.table).$dynamic();
  const rows = await query.orderBy(column, id).limit(1000);
  if (/^[1-9]\d{0,8}$/.test(chosen) && !rows.some((row) => row.id === Number(chosen))) {
    rows.push(
      ...(await db
        .select({ id, label: column })
        .from(column.table)
        .where(eq(id, Number(chosen)))),
    );
  }
  return rows.map((row) => ({ value: String(row.id), label: labelOf(row) }));
}

function labelOf({ id, label }: { id: unknown; label: unknown }): string {
  return typeof label === "string" && label.trim() !== "" ? label : `#${String(id)}`;
}

/**
 * Ids of the objects that a row of `table` ties to the visitor: the ones whose member-only pages
 * are open to them. Nobody's, when nobody is logged in.
 */
export async function memberOf<T extends PgTable>(
  db: Database,
  visitor: Visitor,
  table: T,
  columns: { object: keyof T["$inferSelect"] & string; user: keyof T["$inferSelect"] & string },
): Promise<Members> {
  if (visitor.user === null) return new Set();
  const { [columns.object]: object, [columns.user]: user } = table as unknown as Record<
    string,
    PgColumn
  >;
  if (!object || !user) throw new TypeError("No such column in the table of a member rule.");
  const rows = await db
    .selectDistinct({ object })
    .from(table as PgTable)
    .where(eq(user, visitor.user.id));
  return new Set(rows.map((row) => row.object as Key));
}

/** The choice after `current`, the first one after null, undefined after the last. */
export function nextChoice<Choice extends string>(
  choices: readonly Choice[],
  current: Choice | null,
): Choice | undefined {
  if (current === null) return choices[0];
  const index = choices.indexOf(current);
  return index === -1 ? undefined : choices[index + 1];
}
