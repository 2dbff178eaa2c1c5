import { getTableColumns, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import * as auth from "#database/tables";
import * as models from "#models";

// What the tables of all models say about rows: which others they need, and what is unique.

/** The tables of all models. */
export function projectTables(): PgTable[] {
  return [...modelNames().keys()];
}

/** The name of each table's model. */
export function modelNames(): Map<PgTable, string> {
  const apps = Object.values(models as Record<string, Record<string, unknown>>);
  const entries = apps.filter((app) => app !== (auth as unknown)).flatMap(Object.entries);
  const tables = entries.filter((entry): entry is [string, PgTable] => is(entry[1], PgTable));
  return new Map(tables.map(([name, table]) => [table, name]));
}

/** Tables after those they refer to; those in a circle come last, as they are. */
export function inOrder(tables: readonly PgTable[]): PgTable[] {
  const done = new Set<PgTable>();
  const visit = (table: PgTable, trail: readonly PgTable[]) => {
    if (done.has(table) || trail.includes(table) || !tables.includes(table)) return;
    for (const target of referencesOf(table).values()) visit(target, [...trail, table]);
    done.add(table);
  };
  for (const table of tables) visit(table, []);
  return [...done];
}

/** The properties of the columns whose values no two rows may share, one list for each constraint. */
export function uniqueKeys(table: PgTable): string[][] {
  const columns = getTableColumns(table);
  const { uniqueConstraints, indexes } = getTableConfig(table);
  const together = [
    ...uniqueConstraints.map((constraint) => constraint.columns),
    ...indexes.filter(({ config }) => config.unique).map(({ config }) => config.columns),
  ];
  const property = (column: object) =>
    Object.keys(columns).find((name) => columns[name]?.name === (column as { name?: string }).name);
  return [
    ...Object.keys(columns)
      .filter((name) => columns[name]?.isUnique)
      .map((name) => [name]),
    ...together.map((key) => key.map((column) => property(column) ?? "")),
  ];
}

/** May no two rows have the same value in this column alone? */
export function isUnique(table: PgTable, name: string): boolean {
  return uniqueKeys(table).some((key) => key.length === 1 && key[0] === name);
}

/** Is the table one of those, or can its rows only be made after a row of one of those? */
export function needsOneOf(table: PgTable, sought: readonly PgTable[]): boolean {
  if (sought.includes(table)) return true;
  const columns = getTableColumns(table);
  const needed = [...referencesOf(table)].filter(([name]) => columns[name]?.notNull);
  return needed.some(([, target]) => needsOneOf(target, [...sought, table]));
}

/** The tables that a table's columns refer to, by the column's property. */
export function referencesOf(table: PgTable): Map<string, PgTable> {
  const properties = new Map(
    Object.entries(getTableColumns(table)).map(([property, column]) => [column.name, property]),
  );
  return new Map(
    getTableConfig(table).foreignKeys.flatMap((key) => {
      const { columns, foreignTable } = key.reference();
      return columns.map((column) => [properties.get(column.name) ?? column.name, foreignTable]);
    }),
  );
}
