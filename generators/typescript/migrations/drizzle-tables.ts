import { sql } from "drizzle-orm";
import * as pgCore from "drizzle-orm/pg-core";
import type { ModelRef } from "../../../schema/project.ts";
import { FreeText } from "../../render/free-text.ts";
import { type Column, type ColumnCall, ON_DELETE } from "../models/columns.ts";
import type { Table } from "../models/tables.ts";

/** What this module needs of a Drizzle table, whose real type depends on its columns. */
type DrizzleTable = pgCore.PgTable & { id: pgCore.AnyPgColumn };
type Chain = Record<string, (...args: unknown[]) => Chain>;

/**
 * The Drizzle tables that models.ts declares, made in memory from the same values that models.ts
 * is rendered from.
 *
 * @param users the runtime's table of users
 * @returns the tables by `label.Model`
 */
export function drizzleTables(
  tables: readonly Table[],
  users: DrizzleTable,
): Record<string, pgCore.PgTable> {
  const made = new Map<string, DrizzleTable>();
  const target = (to: ModelRef | null): DrizzleTable => {
    const table = to === null ? users : made.get(`${to.label}.${to.model}`);
    if (table === undefined) throw new Error(`no table for ${to?.label}.${to?.model}`);
    return table;
  };
  for (const table of tables) {
    made.set(`${table.ref.label}.${table.ref.model}`, drizzleTable(table, target));
  }
  return Object.fromEntries(made);
}

function drizzleTable(table: Table, target: (to: ModelRef | null) => DrizzleTable): DrizzleTable {
  const columns = Object.fromEntries(
    table.columns.map((column) => [column.name, drizzleColumn(column, target)]),
  );
  const id = pgCore.integer().primaryKey().generatedAlwaysAsIdentity();
  const made = pgCore.pgTable(table.name, { id, ...columns } as never, (self) => {
    const own = self as Record<string, pgCore.AnyPgColumn | undefined>;
    const at = (name: string): pgCore.AnyPgColumn => {
      const column = own[name];
      if (column === undefined) throw new Error(`${table.name} has no column ${name}`);
      return column;
    };
    const all = (names: string[]) => names.map(at) as [pgCore.AnyPgColumn, ...pgCore.AnyPgColumn[]];
    return [
      ...table.uniques.map((key) => pgCore.unique(key.name).on(...all(key.columns))),
      ...table.indexes.map((key) => pgCore.index(key.name).on(...all(key.columns))),
      ...table.foreignKeys.map((key) =>
        pgCore
          .foreignKey({
            name: key.name,
            columns: [at(key.column)],
            foreignColumns: [target(key.to).id],
          } as never)
          .onDelete(ON_DELETE[key.onDelete]),
      ),
    ] as never;
  });
  return made as unknown as DrizzleTable;
}

function drizzleColumn(column: Column, target: (to: ModelRef | null) => DrizzleTable): Chain {
  const build = pgCore[column.builder] as unknown as (options?: object) => Chain;
  const start = column.options === null ? build() : build(unwrapped(column.options));
  return column.calls.reduce<Chain>((chain, call) => run(chain, call, target), start);
}

function run(chain: Chain, call: ColumnCall, target: (to: ModelRef | null) => DrizzleTable): Chain {
  const method = chain[call.method]?.bind(chain);
  if (method === undefined) throw new Error(`Drizzle's column has no ${call.method}()`);
  switch (call.method) {
    case "notNull":
      return method();
    case "unique":
      return call.name === null ? method() : method(call.name);
    case "default":
      return method("sql" in call.value ? sql.raw(call.value.sql) : call.value.value);
    case "references":
      return method(() => target(call.to).id, {
        onDelete: ON_DELETE[call.onDelete],
      });
  }
}

function unwrapped(options: Record<string, unknown>): object {
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map((each) => FreeText.unwrap(each)) : value,
    ]),
  );
}
