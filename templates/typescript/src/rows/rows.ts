import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#database/connection";
import type { Visitor } from "#runtime/visitor";
import { labelOf, toldApart } from "./row-label.ts";

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

/** Rows of one table that a visitor may see. */
export interface Visible {
  /** The column that names them, e.g. `models.Inventory.name`; `id` where nothing names them. */
  readonly name: PgColumn;
  /** Met by them alone: nothing is told of other rows. */
  readonly where: SQL;
}

/**
 * @param mayView whether the visitor may view such rows at all
 * @param where which of them; all when absent
 */
export function visible(name: PgColumn, mayView: boolean, where?: SQL): Visible {
  return { name, where: mayView ? (where ?? sql`true`) : sql`false` };
}

/** What a row is called that the visitor may not see. */
export const HIDDEN = "(hidden)";

/** What the rows with these ids are called. */
export async function labelsOf(
  db: Database,
  { name, where }: Visible,
  ids: readonly (number | null)[],
): Promise<Labels> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const { id } = name.table as TableWithId;
  const rows = await db
    .select({ id, label: name })
    .from(name.table)
    .where(and(inArray(id, wanted), where));
  const seen = new Map(rows.map((row) => [row.id as number, labelOf(name, row)]));
  return new Map([...wanted.map((one) => [one, HIDDEN] as const), ...toldApart(seen)]);
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
