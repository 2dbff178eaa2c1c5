import { generateMigration } from "drizzle-kit/api";
import type { Snapshot, SnapshotTable } from "./history.ts";
import { backfills } from "./losses.ts";

type Tables = Snapshot["tables"];

/**
 * The SQL statements from one schema to the next, in three steps: the keys and indexes of what
 * goes are dropped, then its tables and columns, then what comes is added.
 *
 * In one step drizzle-kit would ask at the terminal whether a dropped and an added thing are one
 * that was renamed (a manifest says its renames), and would drop a constraint that had gone with
 * its table already.
 */
export async function difference(before: Snapshot, after: Snapshot): Promise<string[]> {
  const unkeyed = withoutKeys(before, after);
  const reduced = { ...unkeyed, tables: withoutColumns(unkeyed.tables, after.tables) };
  const steps = [before, unkeyed, reduced, after];
  // What becomes required must be filled first.
  const statements = backfills(before, after);
  for (const [index, next] of steps.slice(1).entries()) {
    statements.push(...(await generateMigration({ ...steps[index] }, { ...next })));
  }
  return statements.map(convertingType);
}

const CHANGED_TYPE = /^(ALTER TABLE "[^"]+" ALTER COLUMN ("[^"]+") SET DATA TYPE ([^;]+));/;

/**
 * PostgreSQL converts few types by itself. The others go by way of text: rows whose text does not
 * fit stop the migration, which then changes nothing. A text type is left to PostgreSQL, because
 * an explicit conversion would cut what is too long instead of refusing it.
 */
function convertingType(statement: string): string {
  return statement.replace(CHANGED_TYPE, (whole, change: string, column: string, type: string) =>
    /^(varchar|text)/.test(type) ? whole : `${change} USING ${column}::text::${type};`,
  );
}

function withoutKeys(before: Snapshot, after: Snapshot): Snapshot {
  const standing = new Set(Object.values(after.tables).map((table) => table.name));
  const tables = Object.entries(before.tables).map(([key, table]) => {
    const later = after.tables[key];
    if (later === undefined) return [key, { ...table, foreignKeys: {} }] as const;
    const stay = (columns: string[]) => columns.every((column) => column in later.columns);
    const reduced: SnapshotTable = {
      ...table,
      indexes: only(table.indexes, (index) => stay(index.columns.map((each) => each.expression))),
      foreignKeys: only(
        table.foreignKeys,
        (foreign) => standing.has(foreign.tableTo) && stay(foreign.columnsFrom),
      ),
      uniqueConstraints: only(table.uniqueConstraints, (unique) => stay(unique.columns)),
      compositePrimaryKeys: only(table.compositePrimaryKeys, (primary) => stay(primary.columns)),
    };
    return [key, reduced] as const;
  });
  return { ...before, tables: Object.fromEntries(tables) };
}

function withoutColumns(before: Tables, after: Tables): Tables {
  const tables = Object.entries(before).flatMap(([key, table]) => {
    const later = after[key];
    if (later === undefined) return [];
    const kept = only(table.columns, (_, name) => name in later.columns);
    const columns = mapValues(kept, (column, name) =>
      // A default of the old type would stand in the way of the new one.
      column.type === later.columns[name]?.type ? column : { ...column, default: undefined },
    );
    return [[key, { ...table, columns }] as const];
  });
  return Object.fromEntries(tables);
}

function only<T>(
  record: Record<string, T>,
  keep: (value: T, name: string) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name, value]) => keep(value, name)));
}

function mapValues<T>(
  record: Record<string, T>,
  map: (value: T, name: string) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, map(value, name)]),
  );
}
