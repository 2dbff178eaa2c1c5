import type { Snapshot, SnapshotTable } from "./history.ts";
import type { TableRename } from "./renames.ts";

/** PostgreSQL cuts longer names, also where it is told to rename. */
const LONGEST = 63;

/**
 * The statements that give tables and columns their new names and keep every row, and the schema
 * after them. Keys, indexes and sequences get the names that `after` has for them, so that nothing
 * remains to be dropped and made again, and no old name stands in a later table's way.
 */
export function applyRenames(
  before: Snapshot,
  after: Snapshot,
  renames: readonly TableRename[],
): { schema: Snapshot; statements: string[] } {
  if (renames.length === 0) return { schema: before, statements: [] };
  const byTable = new Map(renames.map((rename) => [rename.from, rename]));
  const statements = renames.flatMap(tableStatements);
  const tables = Object.values(before.tables).map((table): [string, SnapshotTable] => {
    const renamed = renamedTable(table, byTable);
    const later = after.tables[`public.${renamed.name}`];
    if (later === undefined) return [`public.${renamed.name}`, renamed];
    const named = withKeyNames(renamed, later);
    statements.push(...named.statements);
    return [`public.${renamed.name}`, named.table];
  });
  return { schema: { ...before, tables: Object.fromEntries(tables) }, statements };
}

function tableStatements({ from, to, columns }: TableRename): string[] {
  const table = [
    `ALTER TABLE ${id(from)} RENAME TO ${id(to)};`,
    `ALTER INDEX IF EXISTS ${id(`${from}_pkey`)} RENAME TO ${id(`${to}_pkey`)};`,
    `ALTER SEQUENCE ${id(`${from}_id_seq`)} RENAME TO ${id(`${to}_id_seq`)};`,
  ];
  return [
    ...(from === to ? [] : table),
    ...columns.map(
      (column) => `ALTER TABLE ${id(to)} RENAME COLUMN ${id(column.from)} TO ${id(column.to)};`,
    ),
  ];
}

function renamedTable(
  table: SnapshotTable,
  renames: ReadonlyMap<string, TableRename>,
): SnapshotTable {
  const own = renames.get(table.name);
  const tableNamed = (name: string) => renames.get(name)?.to ?? name;
  const column = (name: string) => own?.columns.find(({ from }) => from === name)?.to ?? name;
  const name = tableNamed(table.name);
  return {
    ...table,
    name,
    columns: Object.fromEntries(
      Object.values(table.columns).map((each) => {
        const { identity, ...rest } = each;
        const moved = { ...rest, name: column(each.name) };
        if (identity === undefined) return [moved.name, moved];
        const sequence = {
          ...identity,
          name: name === table.name ? identity.name : `${name}_id_seq`,
        };
        return [moved.name, { ...moved, identity: sequence }];
      }),
    ),
    indexes: mapValues(table.indexes, (index) => ({
      ...index,
      columns: index.columns.map((each) => ({ ...each, expression: column(each.expression) })),
    })),
    foreignKeys: mapValues(table.foreignKeys, (key) => ({
      ...key,
      tableFrom: name,
      tableTo: tableNamed(key.tableTo),
      columnsFrom: key.columnsFrom.map(column),
    })),
    uniqueConstraints: mapValues(table.uniqueConstraints, (key) => ({
      ...key,
      columns: key.columns.map(column),
    })),
    compositePrimaryKeys: mapValues(table.compositePrimaryKeys, (key) => ({
      ...key,
      columns: key.columns.map(column),
    })),
  };
}

/** Gives keys and indexes the names of those in `later` that say the same. */
function withKeyNames(
  table: SnapshotTable,
  later: SnapshotTable,
): { table: SnapshotTable; statements: string[] } {
  const statements: string[] = [];
  const rename = <T extends { name: string }>(
    old: Record<string, T>,
    now: Record<string, T>,
    sentence: (from: string, to: string) => string,
  ): Record<string, T> =>
    Object.fromEntries(
      Object.values(old).map((key) => {
        const twin = Object.values(now).find((each) => !(each.name in old) && isTwin(key, each));
        if (key.name in now || twin === undefined) return [key.name, key];
        const [from, to] = [key.name.slice(0, LONGEST), twin.name.slice(0, LONGEST)];
        if (from !== to) statements.push(sentence(from, to));
        return [twin.name, { ...key, name: twin.name }];
      }),
    );
  const constraint = (from: string, to: string) =>
    `ALTER TABLE ${id(table.name)} RENAME CONSTRAINT ${id(from)} TO ${id(to)};`;
  const named = {
    ...table,
    uniqueConstraints: rename(table.uniqueConstraints, later.uniqueConstraints, constraint),
    foreignKeys: rename(table.foreignKeys, later.foreignKeys, constraint),
    indexes: rename(
      table.indexes,
      later.indexes,
      (from, to) => `ALTER INDEX ${id(from)} RENAME TO ${id(to)};`,
    ),
  };
  return { table: named, statements };
}

function isTwin(key: { name: string }, other: { name: string }): boolean {
  return JSON.stringify({ ...key, name: "" }) === JSON.stringify({ ...other, name: "" });
}

/** Names come from the manifest's identifiers, which hold no quotes. */
function id(name: string): string {
  return `"${name}"`;
}

function mapValues<T>(record: Record<string, T>, map: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
