import { changedFields } from "../effect-kinds.ts";
import { implies } from "../guard-implication.ts";
import type { App, ClosedField, Guard, ModelRef, View } from "../project.ts";
import { VIEW_KINDS } from "../view-kinds.ts";

/** An action or handler that changes fields of rows, and the guards on the way to it. */
interface Writer {
  id: string;
  model: ModelRef;
  fields: string[];
  guards: Guard[];
}

/**
 * Closes the fields of forms that an action or handler changes under a guard of its own: whoever may
 * fill the form, but does not pass that guard, must not get round it. Of several that change one
 * field, each has to be passed by everybody who may fill the form.
 */
export function closeFields(apps: App[]): App[] {
  const writers = apps.flatMap((app) => app.views).flatMap(writersOf);
  return apps.map((app) => ({
    ...app,
    views: app.views.map((view) =>
      VIEW_KINDS[view.kind].edits ? { ...view, closedFields: closedIn(view, writers) } : view,
    ),
  }));
}

function closedIn({ model, guard }: View, writers: readonly Writer[]): ClosedField[] {
  const closed = new Map<string, string[]>();
  for (const { id, model: changed, fields, guards } of writers) {
    const isOther = model?.label !== changed.label || model.model !== changed.model;
    if (isOther || guards.every((needed) => implies(guard, needed))) continue;
    for (const field of fields) closed.set(field, [...(closed.get(field) ?? []), id]);
  }
  return [...closed].map(([field, changedBy]) => ({ field, changedBy }));
}

function writersOf(view: View): Writer[] {
  // An action changes its own row; a live view's handlers change the object.
  const model = view.rowKey === null ? view.object?.model : view.model;
  if (!model) return [];
  const own = { id: view.id, effect: view.effect, guards: [view.guard] };
  const handlers = view.handlers.map(({ name, effect, guard }) => {
    return { id: `${view.id}.${name}`, effect, guards: [view.guard, guard] };
  });
  return [own, ...handlers].flatMap(({ id, effect, guards }) => {
    const fields = changedFields(effect);
    return fields.length === 0 ? [] : [{ id, model, fields, guards }];
  });
}
