import type { Effect, Handler, ModelRef, Param, Project, UserOffer, View } from "../project.ts";
import type { ManifestPath } from "../report.ts";
import { offerOf } from "../resolve/offers.ts";
import { listNames } from "../suggest.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import type { Rule } from "./rule.ts";

/** SP326: user fields and inputs for which some form, action or handler offers nobody. */
export const offers: Rule = ({ index, project }, report) => {
  const views = project.apps.flatMap((app) => app.views);
  const found = new Map<string, { path: ManifestPath; name: string; askers: string[] }>();
  for (const view of views) {
    for (const { id, model: ref, name, offer } of userInputs(project, view)) {
      const model = index.models.get(`${ref.label}.${ref.model}`);
      const field = modelOf(project, ref)?.fields.find((each) => each.name === name);
      if (!model || field?.type !== "user") continue;
      const own = { name, offer: offer ?? field.offer };
      if (offerOf(views, view, ref, own).kind !== "nobody") continue;
      const path = [...model.path, "fields", name];
      const key = path.join("/");
      const askers = [...(found.get(key)?.askers ?? []), id];
      found.set(key, { path, name, askers });
    }
    for (const { id, path, param } of unwrittenInputs(view)) {
      const entry = index.views.get(view.id);
      if (!entry || offerOf(views, view, null, param).kind !== "nobody") continue;
      report("SP326", [...entry.path, ...path], `\`${id}\` offers nobody for \`${param.name}\`.`, {
        hint: "Write `{ type: user, offer: active }` to offer every user, or `offer: { role: … }`.",
        at: "key",
      });
    }
  }
  for (const { path, name, askers } of found.values()) {
    report("SP326", path, `${listNames(askers, "and")} can set \`${name}\` to nobody.`, {
      hint: "Write `offer: active` to offer every user, as before, or `offer: { role: … }`.",
      at: "key",
    });
  }
};

/** A field whose value a view takes from outside, with what takes it and whom that offers. */
interface UserInput {
  id: string;
  model: ModelRef;
  name: string;
  /** null: whom the field does. */
  offer: UserOffer | null;
}

function userInputs(project: Project, view: View): UserInput[] {
  const { id, model, object } = view;
  const row = (view.rowKey === null ? object?.model : model) ?? null;
  const effects = endpointsOf(view).flatMap((each) => paramFields(each, row));
  if (!VIEW_KINDS[view.kind].edits || model === null) return effects;
  const closed = view.closedFields.map(({ field }) => field);
  const asked = (modelOf(project, model)?.fields ?? []).filter(
    ({ name }) => !closed.includes(name),
  );
  return [...effects, ...asked.map(({ name }) => ({ id, model, name, offer: null }))];
}

/** An action, or an event of a live view. */
interface Writing extends Pick<Handler, "params" | "effect"> {
  id: string;
  /** Below that of the view. */
  path: ManifestPath;
}

function endpointsOf({ id, params, effect, handlers }: View): Writing[] {
  const events = handlers.map((handler) => ({
    ...handler,
    id: `${id}.${handler.name}`,
    path: ["handlers", handler.name],
  }));
  return [{ id, path: [], params, effect }, ...events];
}

function paramFields({ id, params, effect }: Writing, row: ModelRef | null): UserInput[] {
  if (effect === null || !("values" in effect)) return [];
  const model = effect.kind === "create" ? effect.model : row;
  if (model === null) return [];
  return Object.entries(effect.values).flatMap(([name, value]) => {
    if (!("param" in value)) return [];
    const param = params.find((each) => each.name === value.param);
    return [{ id, model, name, offer: param?.offer ?? null }];
  });
}

/** Inputs with a user that no effect writes to a field. */
function unwrittenInputs(view: View): { id: string; path: ManifestPath; param: Param }[] {
  return endpointsOf(view).flatMap(({ id, path, params, effect }) => {
    const written = writtenParams(effect);
    return params
      .filter(({ name, type }) => type === "user" && !written.includes(name))
      .map((param) => ({ id, path: [...path, "params", param.name], param }));
  });
}

function writtenParams(effect: Effect | null): string[] {
  if (effect === null || !("values" in effect)) return [];
  return Object.values(effect.values).flatMap((value) => ("param" in value ? [value.param] : []));
}

function modelOf({ apps }: Project, ref: ModelRef) {
  return apps.find((app) => app.label === ref.label)?.models.find(({ name }) => name === ref.model);
}
