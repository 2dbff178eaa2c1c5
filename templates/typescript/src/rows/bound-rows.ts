import { sql } from "drizzle-orm";
import { getTableConfig, type PgColumn, type PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#database/connection";
import { projectTables } from "./table-facts.ts";

// Which rows are bound to rows that are to be deleted, and how: by what models.ts says.

export type KeyedTable = PgTable & { readonly id: PgColumn };

/** Rows of several tables, by id. */
export type Rows = ReadonlyMap<KeyedTable, ReadonlySet<number>>;

export interface BoundRows {
  /** Go along, and what is bound to them in turn; without the rows that were asked about. */
  readonly along: Rows;
  /** Stay, and name none of them any more. */
  readonly emptied: Rows;
  /** Keep what they name from being deleted. */
  readonly holding: Rows;
}

/** A reference of another table, or of the same. */
interface Referring {
  readonly table: KeyedTable;
  readonly column: PgColumn;
  readonly kind: keyof BoundRows;
}

/**
 * @param isLocked whoever is about to make another row that refers to these has done so, or waits
 *   until the transaction ends; the rows themselves are locked already
 */
export async function boundRows(
  db: Database,
  table: KeyedTable,
  ids: readonly number[],
  isLocked = false,
): Promise<BoundRows> {
  const going = new Map([[table, new Set(ids)]]);
  const emptied = new Map<KeyedTable, Set<number>>();
  const holding = new Map<KeyedTable, Set<number>>();
  const places = { along: going, emptied, holding };
  const open: [KeyedTable, readonly number[]][] = [[table, ids]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [target, targets] = next;
    for (const { table: from, column, kind } of referringTo(target)) {
      const rows = await idsOf(db, from, column, targets, isLocked && kind === "along");
      const fresh = add(places[kind], from, rows);
      if (kind === "along" && fresh.length > 0) open.push([from, fresh]);
    }
  }
  // What goes itself holds nothing, and is not left behind.
  const staying = (rows: Rows) => without(rows, going);
  const along = without(going, new Map([[table, new Set(ids)]]));
  return { along, emptied: staying(emptied), holding: staying(holding) };
}

function referringTo(target: KeyedTable): Referring[] {
  return (projectTables() as KeyedTable[]).flatMap((table) =>
    getTableConfig(table).foreignKeys.flatMap((key) => {
      const { columns, foreignTable } = key.reference();
      const kind: Referring["kind"] =
        key.onDelete === "cascade" ? "along" : key.onDelete === "set null" ? "emptied" : "holding";
      return foreignTable === target ? columns.map((column) => ({ table, column, kind })) : [];
    }),
  );
}

async function idsOf(
  db: Database,
  table: KeyedTable,
  column: PgColumn,
  targets: readonly number[],
  isLocked: boolean,
): Promise<number[]> {
  const rows = db
    .select({ id: table.id })
    .from(table as PgTable)
    .where(isOneOf(column, targets))
    .orderBy(table.id);
  return (await (isLocked ? rows.for("update") : rows)).map(({ id }) => id as number);
}

/** However many they are, they are one value of the statement. */
export function isOneOf(column: PgColumn, ids: readonly number[]) {
  return sql`${column} = any(${sql.param(ids)}::int[])`;
}

/** @returns those that were not there yet */
function add(rows: Map<KeyedTable, Set<number>>, table: KeyedTable, ids: readonly number[]) {
  const known = rows.get(table) ?? new Set<number>();
  const fresh = ids.filter((id) => !known.has(id));
  if (fresh.length > 0) rows.set(table, new Set([...known, ...fresh]));
  return fresh;
}

function without(rows: Rows, others: Rows): Rows {
  const left = [...rows].map(([table, ids]): [KeyedTable, ReadonlySet<number>] => {
    const known = others.get(table);
    return [table, new Set([...ids].filter((id) => !known?.has(id)))];
  });
  return new Map(left.filter(([, ids]) => ids.size > 0));
}
