import type { ModelRef, OnDelete } from "../../schema/project.ts";
import type { SafeField, SafeModel } from "../safe-project.ts";
import { type Column, columnOf } from "./columns.ts";
import { columnName, sqlName, tableName } from "./names.ts";
import type { ProjectIndex } from "./project-index.ts";

/**
 * A model's table as data. models.ts is rendered from it and the migrations are made from it, so
 * that the code and the schema cannot say different things.
 */
export interface Table {
  ref: ModelRef;
  name: string;
  columns: Column[];
  uniques: TableKey[];
  indexes: TableKey[];
  /** References whose default constraint name PostgreSQL would cut to that of another one. */
  foreignKeys: ForeignKey[];
}

export interface TableKey {
  name: string;
  columns: string[];
}

export interface ForeignKey {
  name: string;
  column: string;
  /** null: the runtime's table of users. */
  to: ModelRef | null;
  onDelete: OnDelete;
}

/** The tables of all models, in the project's order. */
export function projectTables(index: ProjectIndex): Table[] {
  return index.project.apps.flatMap((app) =>
    app.models.map((model) => tableOf({ label: app.label, model: model.name }, model)),
  );
}

export function tableOf(ref: ModelRef, model: SafeModel): Table {
  const name = tableName(ref);
  const clashing = clashingReferences(name, model.fields);
  return {
    ref,
    name,
    columns: model.fields.map((field) => columnOf(field, name, !clashing.includes(field))),
    uniques: model.uniqueTogether.map((fields) => key(name, model, fields, "unique")),
    indexes: model.fields
      .filter((field) => field.index && !field.unique)
      .map((field) => key(name, model, [field.name], "index")),
    foreignKeys: clashing.map((field) => ({
      name: sqlName(`${name}_${columnName(field)}_fk`),
      column: columnName(field),
      to: field.to,
      onDelete: field.onDelete ?? "cascade",
    })),
  };
}

function key(table: string, model: SafeModel, fields: string[], ending: string): TableKey {
  const columns = fields.map((name) => {
    const field = model.fields.find((candidate) => candidate.name === name);
    if (field === undefined) throw new Error(`${table} has no field ${name}`);
    return columnName(field);
  });
  return { name: sqlName([table, ...columns, ending].join("_")), columns };
}

/** Drizzle names a constraint `<table>_<column>_<table>_id_fk`; PostgreSQL cuts it at 63 bytes. */
function clashingReferences(table: string, fields: SafeField[]): SafeField[] {
  const references = fields.filter((field) => field.onDelete !== null);
  const cut = (field: SafeField) => `${table}_${columnName(field)}`.slice(0, 63);
  return references.filter((field) =>
    references.some((other) => other !== field && cut(other).slice(0, 63) === cut(field)),
  );
}
