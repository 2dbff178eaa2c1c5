import type { Snapshot, SnapshotColumn, SnapshotTable } from "./history.ts";

/** What would be lost on the way from one schema to the next, a sentence each. */
export function lossesBetween(before: Snapshot, after: Snapshot): string[] {
  return Object.entries(before.tables).flatMap(([key, table]) => {
    const later = after.tables[key];
    if (later === undefined) return [`The table ${table.name} would go, with all its rows.`];
    return Object.entries(table.columns).flatMap(([name, column]) => {
      const next = later.columns[name];
      const place = `${table.name}.${name}`;
      if (next === undefined) return [`The column ${place} would go, with all its values.`];
      if (keepsEveryValue(column.type, next.type)) return [];
      return [`The column ${place} would change from ${column.type} to ${next.type}.`];
    });
  });
}

/** Columns that stop a migration where the table has rows, a sentence each. */
export function missingDefaults(before: Snapshot, after: Snapshot): string[] {
  return inBoth(before, after).flatMap(([table, later]) =>
    Object.values(later.columns).flatMap((column) => {
      if (column.name in table.columns || !column.notNull) return [];
      const place = `${table.name}.${column.name}`;
      if (column.default === undefined) return [`${place} is required and has no default.`];
      const alone = Object.values(later.uniqueConstraints).some(
        ({ columns }) => columns.length === 1 && columns[0] === column.name,
      );
      return alone ? [`${place} is unique, and its default would stand in every row.`] : [];
    }),
  );
}

/** Fills the empty places of columns that become required and have a default. */
export function backfills(before: Snapshot, after: Snapshot): string[] {
  return inBoth(before, after).flatMap(([table, later]) =>
    Object.values(later.columns).flatMap((column) => {
      const was = table.columns[column.name];
      if (was === undefined || was.notNull || !column.notNull) return [];
      if (column.default === undefined || was.type !== column.type) return [];
      const place = `"${column.name}"`;
      return [
        `UPDATE "${table.name}" SET ${place} = ${sqlDefault(column)} WHERE ${place} IS NULL;`,
      ];
    }),
  );
}

/** drizzle-kit's snapshots hold a default as the SQL that it writes after DEFAULT. */
function sqlDefault({ default: value }: SnapshotColumn): string {
  return String(value);
}

function inBoth(before: Snapshot, after: Snapshot): [SnapshotTable, SnapshotTable][] {
  return Object.entries(before.tables).flatMap(([key, table]) => {
    const later = after.tables[key];
    return later === undefined ? [] : [[table, later] as [SnapshotTable, SnapshotTable]];
  });
}

/** Digits before the point that an integer type may fill. */
const INTEGER_DIGITS: Record<string, number> = { integer: 10, bigint: 19 };

/** Whether every value of the one type can be told from the other again. */
export function keepsEveryValue(from: string, to: string): boolean {
  if (from === to || to === "text") return true;
  const [old, next] = [readType(from), readType(to)];
  const [whole, places] = [next.numbers[0] ?? 0, next.numbers[1] ?? 0];
  switch (`${old.name} ${next.name}`) {
    case "varchar varchar":
      return whole >= (old.numbers[0] ?? Infinity);
    case "integer bigint":
      return true;
    case "integer numeric":
    case "bigint numeric":
      return whole - places >= (INTEGER_DIGITS[old.name] ?? Infinity);
    case "numeric numeric": {
      const [oldWhole = Infinity, oldPlaces = 0] = old.numbers;
      return places >= oldPlaces && whole - places >= oldWhole - oldPlaces;
    }
    default:
      return false;
  }
}

/** `numeric(12, 2)` → its name and numbers. */
function readType(type: string): { name: string; numbers: number[] } {
  return {
    name: type.replace(/\(.*$/, ""),
    numbers: (/\((.*)\)/.exec(type)?.[1] ?? "").split(",").filter(Boolean).map(Number),
  };
}
