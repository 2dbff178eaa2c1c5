import { getTableName } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { rights } from "#rights";
import { nameText } from "./row-label.ts";

/**
 * What a row is called on its pages: the value of the field that names such rows.
 *
 * @returns "" when nothing names it
 */
export function rowName(table: PgTable, row: unknown): string {
  const column = rights[getTableName(table)]?.display ?? null;
  return column === null ? "" : nameText((row as Record<string, unknown>)[column]);
}
