import { actsOn } from "../../schema/effect-kinds.ts";
import type { ModelRef } from "../../schema/project.ts";
import type { SafeField, SafeHandler } from "../render/safe-project.ts";
import { camelCase, pascalCase } from "../typescript/code/names.ts";
import { sameModel, type Scope } from "../typescript/code/scope.ts";

/** A table that a live page shows besides its object. */
export interface RelatedTable {
  model: ModelRef;
  /** The reference field to the page's object; null on a page without one: all rows are shown. */
  field: SafeField | null;
  /** `teamMembershipRows`: its mixed case can be no handler's name. */
  rows: string;
  /** `teamMembershipLabels`. */
  labels: string;
}

/**
 * The app's models that refer to a live view's object. Without an object: the models that its
 * handlers add to and delete from.
 */
export function relatedTables({ project, app, view }: Scope): RelatedTable[] {
  const object = view.object?.model ?? null;
  const found: { model: ModelRef; field: SafeField | null }[] =
    object === null
      ? changedModels(view.handlers).map((model) => ({ model, field: null }))
      : app.models.flatMap(({ name, fields }) =>
          fields
            .filter((field) => sameModel(field.to, object))
            .map((field) => ({ model: { label: app.label, model: name }, field })),
        );
  return found.map((table) => {
    const repeated = found.filter((other) => other.model.model === table.model.model).length > 1;
    const prefix = table.model.label === app.label ? "" : `${table.model.label}_`;
    const ending = repeated && table.field !== null ? `By${pascalCase(table.field.name)}` : "";
    const name = camelCase(`${prefix}${project.model(table.model).name}`);
    return { ...table, rows: `${name}Rows${ending}`, labels: `${name}Labels${ending}` };
  });
}

function changedModels(handlers: readonly SafeHandler[]): ModelRef[] {
  const models: ModelRef[] = [];
  for (const { effect } of handlers) {
    if (!actsOn(effect, "new", "keyed")) continue;
    if (!models.some((model) => sameModel(model, effect.model))) models.push(effect.model);
  }
  return models;
}

/** The table whose rows carry a handler's button: that of the rows it deletes. */
export function tableOfHandler(
  tables: readonly RelatedTable[],
  { effect }: SafeHandler,
): RelatedTable | null {
  if (!actsOn(effect, "keyed")) return null;
  return (
    tables.find(
      ({ model, field }) =>
        sameModel(model, effect.model) && (field?.name ?? null) === effect.scopeField,
    ) ?? null
  );
}
