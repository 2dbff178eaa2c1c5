import { generateMigration } from "drizzle-kit/api";
import type { Snapshot, SnapshotTable as Table } from "./history.ts";

type Tables = Snapshot["tables"];

/**
 * The SQL statements from one schema to the next.
 *
 * drizzle-kit asks at the terminal whether a dropped and an added thing are one that was renamed;
 * a manifest says its renames, so nothing is to be asked. What goes is therefore dropped in a
 * first step and what comes is added in a second, and neither step has anything to confuse.
 */
export async function difference(before: Snapshot, after: Snapshot): Promise<string[]> {
  const between = { ...before, tables: remaining(before.tables, after.tables) };
  return [...(await statements(before, between)), ...(await statements(between, after))];
}

function statements(before: Snapshot, after: Snapshot): Promise<string[]> {
  return generateMigration({ ...before }, { ...after });
}

/** The earlier tables without all that the later ones do not have. */
function remaining(before: Tables, after: Tables): Tables {
  const kept = Object.entries(before).flatMap(([key, table]) => {
    const later = after[key];
    return later === undefined ? [] : [[key, remainingTable(table, later, after)] as const];
  });
  return Object.fromEntries(kept);
}

function remainingTable(before: Table, after: Table, tables: Tables): Table {
  const stays = (column: string) => column in after.columns;
  const standing = new Set(Object.values(tables).map((table) => table.name));
  return {
    ...before,
    columns: only(before.columns, (_, name) => stays(name)),
    indexes: only(
      before.indexes,
      (index, name) =>
        name in after.indexes && index.columns.every((column) => stays(column.expression)),
    ),
    foreignKeys: only(
      before.foreignKeys,
      (key) => standing.has(key.tableTo) && key.columnsFrom.every(stays),
    ),
    uniqueConstraints: only(before.uniqueConstraints, (key) => key.columns.every(stays)),
    compositePrimaryKeys: only(before.compositePrimaryKeys, (key) => key.columns.every(stays)),
  };
}

function only<T>(record: Record<string, T>, keep: (value: T, name: string) => boolean) {
  return Object.fromEntries(Object.entries(record).filter(([name, value]) => keep(value, name)));
}
