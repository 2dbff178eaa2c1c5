import { isReference } from "../../schema/field-types.ts";
import type { Guard, ModelRef } from "../../schema/project.ts";
import { offerOf } from "../../schema/resolve/offers.ts";
import { viewersIn } from "../../schema/resolve/viewers.ts";
import { VIEW_KINDS } from "../../schema/view-kinds.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeEffect, SafeField, SafeParam, SafeView } from "../render/safe-project.ts";
import { factsOf } from "../../schema/requirements.ts";
import type { OwnedView, Reference } from "./screen.ts";
import type { OfferedRows, Tie } from "./offered-rows.ts";
import { fedFields } from "./fed-fields.ts";
import { labelFieldOf } from "./label-fields.ts";
import { loadedRows } from "./loaded-rows.ts";
import { tieTo } from "./ties.ts";

/**
 * What a view shows and offers of the rows that a field points to; null for a field that is no
 * reference.
 *
 * @param owner the field's model
 */
export function referenceOf(
  project: ProjectIndex,
  view: SafeView,
  owner: ModelRef,
  field: SafeField,
): Reference | null {
  if (!isReference(field.type)) return null;
  const detail = field.to === null ? null : detailOf(project, field.to);
  return { field, ...rowsFor(project, view, owner, field), detail };
}

/**
 * What an action or event offers for an input; null for one that names no row. A row to delete hangs
 * on the object as the effect says.
 */
export function inputRows(
  project: ProjectIndex,
  view: SafeView,
  effect: SafeEffect | null,
  param: SafeParam,
): OfferedRows | null {
  const { name, type, to, offer } = param;
  if (!isReference(type)) return null;
  if (effect?.kind === "delete" && effect.key === name) {
    const tie = tieBy(view, effect.scopeField);
    return { ...rowsFor(project, view, null, param), tie };
  }
  const fed = fedFields(project, view, effect, param);
  if (fed === null) return rowsFor(project, view, null, param);
  const rows = fed.fields.map((field) =>
    rowsFor(project, view, fed.owner, { name: field.name, to, offer }),
  );
  // What one field takes of everybody, another one takes of the object's members alone.
  return rows.find((each) => each.offer?.kind === "members") ?? rows[0] ?? null;
}

/** @param owner the model of which it is a field; null: of none */
function rowsFor(
  project: ProjectIndex,
  view: SafeView,
  owner: ModelRef | null,
  { to, ...field }: Pick<SafeField, "name" | "to" | "offer">,
): OfferedRows {
  if (to === null) {
    const views = project.apps.flatMap((app) => app.views);
    const offer = offerOf(views, view, owner, field);
    return { to, labelField: USER_LABEL, viewers: { kind: "public" }, tie: null, offer };
  }
  return {
    to,
    labelField: labelFieldOf(project.model(to))?.name ?? null,
    viewers: viewersOf(project, view, to),
    tie: view.object === null ? null : tieTo(project, to, view.object.model),
    offer: null,
  };
}

/** How rows belong to the object of a view by one reference; null: they need not. */
function tieBy(view: SafeView, field: string | null): Tie | null {
  const { object } = loadedRows(view);
  if (field === null || object === null) return null;
  return { to: [{ field, model: object.model, tie: { to: "itself" } }] };
}

/**
 * The page of a row, wherever it stands: of several the one that is named after its kind. One that is
 * open on some rows only is none that every name could lead to.
 */
function detailOf(project: ProjectIndex, { label, model }: ModelRef): OwnedView | null {
  const app = project.app(label);
  const details = app.views.filter(
    ({ kind, model: shown, rowKey, scopeField, member, guard }) =>
      VIEW_KINDS[kind].action === "view" &&
      shown?.model === model &&
      rowKey !== null &&
      scopeField === null &&
      member === null &&
      factsOf(guard).length === 0,
  );
  const view = details.find(({ name, kind }) => name === kind) ?? details[0];
  return view === undefined ? null : { app, view };
}

/** What names a user. */
const USER_LABEL = "username";

/** Who may view rows of a model on the page of a view. */
export function viewersOf(project: ProjectIndex, view: SafeView, model: ModelRef): Guard {
  return viewersIn(view, project.model(model).viewers);
}
