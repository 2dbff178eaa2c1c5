import type { ModelRef } from "../../../schema/project.ts";
import { literal, templateLiteral } from "../code/escapers.ts";
import type { SafeApp } from "../../render/safe-project.ts";
import { type Column, type ColumnCall, ON_DELETE } from "./columns.ts";
import type { Builder } from "../field-types/column-types.ts";
import { Imports } from "../code/imports.ts";
import { camelCase, rowType } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import { type Table, tablesOf } from "./tables.ts";
import { modelsFile } from "../code/files.ts";

/** An app's models.ts: its Drizzle tables. */
export function modelsSpecs(index: ProjectIndex, app: SafeApp): RenderSpec[] {
  if (app.models.length === 0) return [];
  const path = modelsFile(app);
  const tables = tablesOf(index, app.label);
  const scope = new ModelsFile(index, app, path);
  const models = tables.map((table) => ({
    name: table.ref.model,
    row: rowType(table.ref.model),
    table: literal(table.name),
    columns: table.columns.map((column) => `${column.name}: ${scope.column(column, table.ref)},`),
    extras: scope.extras(table),
    extrasType: scope.extrasType(table),
  }));
  const context = { label: app.label, imports: scope.imports.toString(), models };
  return [{ path, tier: "shared", template: "src/apps/models.ts.hbs", context }];
}

const PG_CORE = "drizzle-orm/pg-core";
const COLUMNS_FILE = "src/database/columns.ts";
/** The runtime has its own of these, which differ in how values are read. */
const OWN_COLUMNS: ReadonlySet<Builder> = new Set(["jsonb", "timestamp"]);

/** Writes the tables of one models.ts and remembers what they import. */
class ModelsFile {
  readonly imports: Imports;
  readonly #index: ProjectIndex;
  readonly #app: SafeApp;

  constructor(index: ProjectIndex, app: SafeApp, path: string) {
    this.imports = new Imports(path);
    this.imports.named(PG_CORE, "integer", "pgTable");
    this.#index = index;
    this.#app = app;
  }

  column(column: Column, owner: ModelRef): string {
    this.imports.named(OWN_COLUMNS.has(column.builder) ? COLUMNS_FILE : PG_CORE, column.builder);
    const options = column.options === null ? "" : literal(column.options);
    const calls = column.calls.map((call) => this.#call(call, owner));
    return `${column.builder}(${options})${calls.join("")}`;
  }

  #call(call: ColumnCall, owner: ModelRef): string {
    switch (call.method) {
      case "notNull":
        return ".notNull()";
      case "unique":
        return `.unique(${call.name === null ? "" : literal(call.name)})`;
      case "default":
        if ("value" in call.value) return `.default(${literal(call.value.value)})`;
        this.imports.named("drizzle-orm", "sql");
        return `.default(sql${templateLiteral(call.value.sql)})`;
      case "references": {
        const target = this.#table(call.to);
        // A table whose type depends on itself needs the annotation to be inferable.
        const annotated = call.to !== null && this.#index.refersTo(call.to, owner);
        if (annotated) this.imports.types(PG_CORE, "AnyPgColumn");
        const type = annotated ? "(): AnyPgColumn" : "()";
        return `.references(${type} => ${target}.id, { onDelete: "${ON_DELETE[call.onDelete]}" })`;
      }
    }
  }

  extras(table: Table): string[] {
    const on = (columns: string[]) => columns.map((column) => `table.${column}`).join(", ");
    const keys = [
      ...table.uniques.map((key) => ({ ...key, kind: "unique" })),
      ...table.indexes.map((key) => ({ ...key, kind: "index" })),
    ].map(({ kind, name, columns }) => {
      this.imports.named(PG_CORE, kind);
      return `${kind}(${literal(name)}).on(${on(columns)}),`;
    });
    const foreignKeys = table.foreignKeys.map(({ name, column, to, onDelete }) => {
      this.imports.named(PG_CORE, "foreignKey");
      const foreign = `${this.#table(to)}.id`;
      return `foreignKey({ name: ${literal(name)}, columns: [table.${column}], foreignColumns: [${foreign}] }).onDelete("${ON_DELETE[onDelete]}"),`;
    });
    return [...keys, ...foreignKeys];
  }

  /** A table whose type depends on itself needs the annotation to be inferable. */
  extrasType({ ref, foreignKeys }: Table): string {
    const isCircular = foreignKeys.some(({ to }) => to !== null && this.#index.refersTo(to, ref));
    if (!isCircular) return "";
    this.imports.types(PG_CORE, "PgTableExtraConfigValue");
    return ": PgTableExtraConfigValue[]";
  }

  /** The name of another model's table in this file. */
  #table(to: ModelRef | null): string {
    if (to === null) {
      this.imports.namespace("src/database/tables.ts", "* as auth");
      return "auth.User";
    }
    if (to.label === this.#app.label) return to.model;
    const namespace = `${camelCase(to.label)}Models`;
    this.imports.namespace(modelsFile(this.#index.app(to.label)), `* as ${namespace}`);
    return `${namespace}.${to.model}`;
  }
}
