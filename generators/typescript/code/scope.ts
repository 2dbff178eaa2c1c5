import type { ModelRef } from "../../../schema/project.ts";
import type { SafeApp, SafeField, SafeModel, SafeView } from "../../render/safe-project.ts";
import { Imports } from "./imports.ts";
import { camelCase } from "./names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import { modelsFile } from "./files.ts";

/** What the parts of one generated file are worked out in. */
export interface Scope {
  readonly project: ProjectIndex;
  readonly app: SafeApp;
  readonly view: SafeView;
  readonly imports: Imports;
  /** Pages need models as types only. */
  readonly typesOnly: boolean;
}

export function openScope(
  project: ProjectIndex,
  app: SafeApp,
  view: SafeView,
  file: string,
  typesOnly: boolean,
): Scope {
  return { project, app, view, imports: new Imports(file), typesOnly };
}

/** A model in code: `models.Inventory`, or `inventoryModels.Inventory` of another app. */
export function modelCode(scope: Scope, ref: ModelRef): string {
  const own = ref.label === scope.app.label;
  const namespace = own ? "models" : `${camelCase(ref.label)}Models`;
  const kind = scope.typesOnly ? "type * as" : "* as";
  scope.imports.namespace(modelsFile(scope.project.app(ref.label)), `${kind} ${namespace}`);
  return `${namespace}.${ref.model}`;
}

/** The type of a model's rows: `models.InventoryRow`. */
export function rowTypeCode(scope: Scope, ref: ModelRef): string {
  return `${modelCode(scope, ref)}Row`;
}

/** The field whose value names a row: the first text of one line. null: a row is called `#5`. */
export function labelField(model: SafeModel): SafeField | null {
  for (const types of LABEL_TYPES) {
    const field = model.fields.find((candidate) => types.includes(candidate.type));
    if (field !== undefined) return field;
  }
  return null;
}

const LABEL_TYPES: readonly (readonly string[])[] = [["string"], ["slug", "email"]];

export function sameModel(a: ModelRef | null, b: ModelRef | null): boolean {
  return a !== null && b !== null && a.label === b.label && a.model === b.model;
}

/** Which rows a view loads before it runs, and under which names. */
export interface LoadedRows {
  /** `this.object`, by `@objectRequired`. */
  object: { model: ModelRef; key: string } | null;
  /** `this.row`, by `@rowRequired`: a row of the view's model inside the object. */
  row: { model: ModelRef; key: string; scopeField: string } | null;
  /** The row that the view is about. */
  subject: { model: ModelRef; code: "this.object" | "this.row" } | null;
}

export function loadedRows(view: SafeView): LoadedRows {
  const { object, model, rowKey, scopeField } = view;
  if (rowKey !== null && model !== null) {
    if (scopeField !== null && object !== null) {
      const row = { model, key: rowKey, scopeField };
      return { object, row, subject: { model, code: "this.row" } };
    }
    if (object === null) {
      return {
        object: { model, key: rowKey },
        row: null,
        subject: { model, code: "this.object" },
      };
    }
  }
  const subject =
    object === null || view.kind === "list" || view.kind === "create"
      ? null
      : ({ model: object.model, code: "this.object" } as const);
  return { object, row: null, subject };
}

/** Names of the path's parameters, in order. */
export function paramNames(view: SafeView): string[] {
  return view.segments.flatMap((segment) => ("name" in segment ? [segment.name] : []));
}
