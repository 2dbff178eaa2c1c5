import { actsOn } from "../../schema/effect-kinds.ts";
import type { ModelRef } from "../../schema/project.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeApp, SafeHandler, SafeView } from "../render/safe-project.ts";
import { columns } from "./columns.ts";
import { eventControl } from "./controls.ts";
import { sameModel } from "./loaded-rows.ts";
import { viewersOf } from "./references.ts";
import { rowName } from "./row-names.ts";
import type { Control, RelatedTable, Table } from "./screen.ts";
import { capital, modelPlural, sentence } from "./titles.ts";

/**
 * @param scopeField the reference that ties the rows to the page's object
 * @param named the columns that the page names; null: it names none
 */
export function tableOf(
  project: ProjectIndex,
  view: SafeView,
  ref: ModelRef,
  scopeField: string | null,
  controls: Control[],
  named: readonly string[] | null = null,
): Table {
  const model = project.model(ref);
  const shown = columns(project, view, ref, scopeField, named);
  return {
    model: ref,
    scopeField,
    columns: shown,
    rowName: rowName(model, shown),
    controls,
    empty: sentence("No ", modelPlural(model), " yet."),
  };
}

/** The tables of a live page, and the controls of its handlers, which stand in them or above. */
export function handlerTables(
  project: ProjectIndex,
  app: SafeApp,
  view: SafeView,
): { tables: RelatedTable[]; controls: Control[] } {
  const found = relatedRows(app, view);
  const placed = view.handlers.map((handler) => ({ handler, rows: rowsOf(found, handler) }));
  const controlsAt = (rows: RelatedRows | null) =>
    placed
      .filter((other) => other.rows === rows)
      .map(({ handler }) =>
        eventControl(project, view, handler, view.object?.model ?? null, rows !== null),
      );
  const tables = found.map((rows) => ({
    ...tableOf(project, view, rows.model, rows.scopeField, controlsAt(rows)),
    viewers: viewersOf(project, view, rows.model),
    heading: capital(modelPlural(project.model(rows.model))),
  }));
  return { tables, controls: controlsAt(null) };
}

type RelatedRows = Pick<Table, "model" | "scopeField">;

/**
 * The app's models that refer to a live view's object. Without an object: the models that its
 * handlers add to and delete from.
 */
function relatedRows(app: SafeApp, { object, handlers }: SafeView): RelatedRows[] {
  if (object === null) {
    return changedModels(handlers).map((model) => ({ model, scopeField: null }));
  }
  return app.models.flatMap(({ name, fields }) =>
    fields
      .filter((field) => sameModel(field.to, object.model))
      .map((field) => ({ model: { label: app.label, model: name }, scopeField: field.name })),
  );
}

function changedModels(handlers: readonly SafeHandler[]): ModelRef[] {
  const models: ModelRef[] = [];
  for (const { effect } of handlers) {
    if (!actsOn(effect, "new", "keyed")) continue;
    if (!models.some((model) => sameModel(model, effect.model))) models.push(effect.model);
  }
  return models;
}

/** The rows that carry a handler's button: those that it deletes. */
function rowsOf(found: readonly RelatedRows[], { effect }: SafeHandler): RelatedRows | null {
  if (!actsOn(effect, "keyed")) return null;
  const { model, scopeField } = effect;
  return (
    found.find((rows) => sameModel(rows.model, model) && rows.scopeField === scopeField) ?? null
  );
}
