/** The rows of a list, a page at a time. */
import { and, asc, desc, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#database/connection";
import type { Visible } from "#rows/rows";
import type { KeyedTable } from "#runtime/registry";
import type { View } from "#runtime/view";
import { askedOf, type List } from "./address.ts";
import { narrow } from "./filters.ts";

type ColumnOf<T extends PgTable> = keyof T["$inferSelect"] & string;

/** Which rows a list has, and what its visitors may ask of it. */
interface ListRules<T extends PgTable> {
  /** Met by all its rows; left out: it has every row of the table. */
  where?: SQL | undefined;
  /** What it is ordered by, after a `-` from the last value on; left out: as rows were made. */
  order?: readonly (ColumnOf<T> | `-${ColumnOf<T>}`)[];
  /** The columns that a visitor may order it by. */
  sortable?: readonly ColumnOf<T>[];
  /** The columns whose texts a visitor may search. */
  search?: readonly ColumnOf<T>[];
  /** The columns by whose values a visitor may filter it: choices, yes or no, days, references. */
  filter?: readonly ColumnOf<T>[];
  /** For columns that refer to rows: which of those the visitor may see, and what names them. */
  references?: { readonly [Column in ColumnOf<T>]?: Visible };
}

/**
 * The rows on the page of a list that was asked for, and how it stands. Whatever narrows a list is one
 * condition, by which its rows are found and counted alike, so that no number speaks of other rows.
 *
 * These are two queries, because how many rows there are has to be known before the last page is; and
 * one for each reference that the list is filtered by, because what is offered there are rows of
 * another table, each under the visitor's own condition.
 */
export async function readList<T extends KeyedTable>(
  { db, request }: Pick<View, "db" | "request">,
  table: T,
  { where, order = [], sortable = [], search = [], filter = [], references = {} }: ListRules<T>,
): Promise<{ rows: T["$inferSelect"][]; list: List }> {
  const asked = askedOf(request, { sortable, usualSort: order[0] ?? "" });
  const named = references as Readonly<Record<string, Visible>>;
  const rules = { where, search, filter, references: named };
  const { where: narrowed, ...narrowing } = await narrow(db, table, request.query, rules);
  const condition = and(where, narrowed);
  const total = await db.$count(table, condition);
  const lastPage = Math.max(1, Math.ceil(total / asked.size));
  const page = Math.min(asked.page, lastPage);
  const keys = asked.sort === asked.usualSort ? order : [asked.sort];
  const rows = await db
    .select()
    .from(table as PgTable)
    .where(condition)
    // Rows that are alike in everything else stand in one order, too, or pages would share them.
    .orderBy(...keys.map((key) => orderBy(db, table, key, named)), table.id)
    .limit(asked.size)
    .offset((page - 1) * asked.size);
  const list = { ...asked, ...narrowing, page, lastPage, total };
  return { rows: rows as T["$inferSelect"][], list };
}

/** @param key a column, after a `-` from the last value on */
function orderBy(
  db: Database,
  table: PgTable,
  key: string,
  references: Readonly<Record<string, Visible>>,
): SQL {
  const name = key.replace(/^-/, "");
  const column = getTableColumns(table)[name];
  if (column === undefined)
    throw new TypeError(`A list is ordered by ${name}, which is no column.`);
  const way = key.startsWith("-") ? desc : asc;
  const reference = Object.hasOwn(references, name) ? references[name] : undefined;
  if (reference === undefined && column.notNull) return way(valueOf(column));
  const value = reference === undefined ? valueOf(column) : nameIn(db, reference, column);
  // What is empty says nothing, so it is last both ways.
  return sql`${way(value)} nulls last`;
}

/** Choices come in the order in which they are offered. */
function valueOf(column: PgColumn): PgColumn | SQL {
  const { enumValues } = column;
  if (!enumValues?.length) return column;
  return sql`array_position(${sql.param(enumValues)}::text[], ${column}::text)`;
}

/**
 * The name of the row to which a column refers. Of a row that the visitor may not see it is none, like
 * of no row at all: otherwise its place among the others would tell its name.
 */
function nameIn(db: Database, { name, where }: Visible, column: PgColumn): SQL {
  const { id } = name.table as KeyedTable;
  const label = sql`${name}`.as("label");
  const seen = db.select({ id, label }).from(name.table).where(where).as("seen");
  return sql`(select ${seen.label} from ${seen} where ${seen.id} = ${column})`;
}
