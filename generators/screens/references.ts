import { isReference } from "../../schema/field-types.ts";
import type { Guard, ModelRef } from "../../schema/project.ts";
import { offerOf } from "../../schema/resolve/offers.ts";
import { viewersIn } from "../../schema/resolve/viewers.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeField, SafeView } from "../render/safe-project.ts";
import type { Reference } from "./screen.ts";
import { labelFieldOf } from "./label-fields.ts";
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
  const { to } = field;
  if (to === null) {
    const views = project.apps.flatMap((app) => app.views);
    const offer = offerOf(views, view, owner, field);
    return { field, to, labelField: USER_LABEL, viewers: { kind: "public" }, tie: null, offer };
  }
  return {
    field,
    to,
    labelField: labelFieldOf(project.model(to))?.name ?? null,
    viewers: viewersOf(project, view, to),
    tie: view.object === null ? null : tieTo(project, to, view.object.model),
    offer: null,
  };
}

/** What names a user. */
const USER_LABEL = "username";

/** Who may view rows of a model on the page of a view. */
export function viewersOf(project: ProjectIndex, view: SafeView, model: ModelRef): Guard {
  return viewersIn(view, project.model(model).viewers);
}
