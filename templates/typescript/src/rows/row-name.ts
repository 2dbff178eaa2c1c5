import { getTableColumns, getTableName } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { formats } from "#formats";

/**
 * What a row is called on its pages: its first text of one line, else its first slug or address.
 *
 * @returns "" when nothing names it
 */
export function rowName(table: PgTable, row: unknown): string {
  const column = namingColumn(table);
  const value = column === null ? null : (row as Record<string, unknown>)[column];
  return typeof value === "string" ? value : "";
}

const known = new Map<PgTable, string | null>();

/** The property of the column that names a row, or null. */
function namingColumn(table: PgTable): string | null {
  const found = known.get(table);
  if (found !== undefined) return found;
  const special = formats[getTableName(table)] ?? {};
  const texts = Object.entries(getTableColumns(table)).filter(([, column]) => isShortText(column));
  const [plain] = texts.filter(([name]) => !(name in special));
  const [other] = texts.filter(([name]) => special[name] === "slug" || special[name] === "email");
  const [property = null] = plain ?? other ?? [];
  known.set(table, property);
  return property;
}

function isShortText({ columnType, enumValues }: PgColumn): boolean {
  return columnType === "PgVarchar" && !enumValues?.length;
}
