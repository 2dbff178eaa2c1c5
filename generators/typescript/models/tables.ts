import type { ModelRef, OnDelete } from "../../../schema/project.ts";
import type { SafeField, SafeModel } from "../../render/safe-project.ts";
import { type Column, columnOf } from "./columns.ts";
import { columnName, sqlName, tableName } from "../code/names.ts";
import { SqlNames } from "./sql-names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";

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

const known = new WeakMap<ProjectIndex, Map<string, Table[]>>();

/** The tables of all models, in the project's order. */
export function projectTables(index: ProjectIndex): Table[] {
  return [...tablesByLabel(index).values()].flat();
}

/** The tables of an app's models. */
export function tablesOf(index: ProjectIndex, label: string): Table[] {
  return tablesByLabel(index).get(label) ?? [];
}

function tablesByLabel(index: ProjectIndex): Map<string, Table[]> {
  const made = known.get(index);
  if (made) return made;
  const { apps } = index;
  const models = apps.flatMap(({ label, models: own }) =>
    own.map((model) => ({ ref: { label, model: model.name }, model })),
  );
  const names = new SqlNames(models);
  const tables = new Map(apps.map(({ label }) => [label, [] as Table[]]));
  for (const { ref, model } of models) tables.get(ref.label)?.push(tableOf(ref, model, names));
  known.set(index, tables);
  return tables;
}

function tableOf(ref: ModelRef, model: SafeModel, names: SqlNames): Table {
  const name = tableName(ref);
  const apart = model.fields.filter(
    (field) => field.onDelete !== null && names.isForeignKeyTaken(name, field),
  );
  const unique = (columns: string[]) => names.key(name, columns, "unique");
  const ownUnique = (field: SafeField) => {
    const settled = unique([columnName(field)]);
    return settled === `${name}_${columnName(field)}_unique` ? null : settled;
  };
  return {
    ref,
    name,
    columns: model.fields.map((field) => columnOf(field, ownUnique(field), !apart.includes(field))),
    uniques: model.uniqueTogether.map((fields) => {
      const columns = columnsOf(name, model, fields);
      return { name: unique(columns), columns };
    }),
    indexes: model.fields.filter(isIndexed).map((field) => {
      const columns = [columnName(field)];
      return { name: names.key(name, columns, "index"), columns };
    }),
    foreignKeys: apart.map((field) => ({
      name: sqlName(`${name}_${columnName(field)}_fk`),
      column: columnName(field),
      to: field.to,
      onDelete: field.onDelete ?? "protect",
    })),
  };
}

const isIndexed = (field: SafeField) => field.index && !field.unique;

function columnsOf(table: string, model: SafeModel, fields: string[]): string[] {
  return fields.map((name) => {
    const field = model.fields.find((candidate) => candidate.name === name);
    if (field === undefined) throw new Error(`${table} has no field ${name}`);
    return columnName(field);
  });
}
