import type { ModelRef } from "../../../schema/project.ts";
import type { SafeField, SafeModel } from "../../render/safe-project.ts";
import { columnName, digestedName, LONGEST_SQL_NAME, sqlName, tableName } from "../code/names.ts";

type Kind = "unique" | "index";

/**
 * The names of keys and constraints, which PostgreSQL cuts at 63 bytes: two of them may become one,
 * and so may names of different columns that are joined to the same text. Whatever would be called
 * like something else gets a digest; all other names are the plain ones, so that nothing is renamed
 * when a model is added elsewhere.
 */
export class SqlNames {
  readonly #seen = new Set<string>();
  readonly #twice = new Set<string>();

  constructor(models: readonly { ref: ModelRef; model: SafeModel }[]) {
    for (const { ref, model } of models) {
      const table = tableName(ref);
      // Tables, sequences, unique and other indexes have one space of names.
      for (const name of [table, `${table}_id_seq`, `${table}_pkey`]) this.#see(name);
      for (const columns of uniquesOf(model)) this.#see(plainName(table, columns, "unique"));
      for (const field of model.fields) {
        if (field.index && !field.unique) {
          this.#see(plainName(table, [columnName(field)], "index"));
        }
        if (field.onDelete !== null) this.#see(`${table} ${foreignKeyName(table, field)}`);
      }
    }
  }

  #see(name: string): void {
    if (this.#seen.has(name)) this.#twice.add(name);
    this.#seen.add(name);
  }

  /** The name of a unique constraint or an index on some columns. */
  key(table: string, columns: readonly string[], kind: Kind): string {
    const name = plainName(table, columns, kind);
    if (!this.#twice.has(name)) return name;
    return digestedName(name, `${table} ${columns.join(" ")} ${kind}`);
  }

  /** Would Drizzle's own name of the field's foreign key be that of another one in the table? */
  isForeignKeyTaken(table: string, field: SafeField): boolean {
    return this.#twice.has(`${table} ${foreignKeyName(table, field)}`);
  }
}

function uniquesOf({ fields, uniqueTogether }: SafeModel): string[][] {
  const columns = new Map(fields.map((field) => [field.name, columnName(field)]));
  return [
    ...fields.filter(({ unique }) => unique).map((field) => [columnName(field)]),
    ...uniqueTogether.map((names) => names.map((name) => columns.get(name) ?? name)),
  ];
}

function plainName(table: string, columns: readonly string[], kind: Kind): string {
  return sqlName([table, ...columns, kind].join("_"));
}

/** Drizzle's name for it, as PostgreSQL cuts it. */
function foreignKeyName(table: string, field: SafeField): string {
  const target = field.to === null ? "auth_user" : tableName(field.to);
  return `${table}_${columnName(field)}_${target}_id_fk`.slice(0, LONGEST_SQL_NAME);
}
