import type { Effect, ModelRef, Project, View } from "../project.ts";
import type { ManifestPath } from "../report.ts";
import { offerOf } from "../resolve/offers.ts";
import { listNames } from "../suggest.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import type { Rule } from "./rule.ts";

/** SP326: user fields for which some form, action or handler offers nobody. */
export const offers: Rule = ({ index, project }, report) => {
  const views = project.apps.flatMap((app) => app.views);
  const found = new Map<string, { path: ManifestPath; name: string; askers: string[] }>();
  for (const view of views) {
    for (const { id, model: ref, name } of userInputs(project, view)) {
      const model = index.models.get(`${ref.label}.${ref.model}`);
      const field = modelOf(project, ref)?.fields.find((each) => each.name === name);
      if (!model || field?.type !== "user") continue;
      if (offerOf(views, view, ref, field).kind !== "nobody") continue;
      const path = [...model.path, "fields", name];
      const key = path.join("/");
      const askers = [...(found.get(key)?.askers ?? []), id];
      found.set(key, { path, name, askers });
    }
  }
  for (const { path, name, askers } of found.values()) {
    report("SP326", path, `${listNames(askers, "and")} can set \`${name}\` to nobody.`, {
      hint: "Write `offer: active` to offer every user, as before, or `offer: { role: … }`.",
      at: "key",
    });
  }
};

/** The fields whose value a view takes from outside, with what takes it. */
function userInputs(project: Project, view: View): { id: string; model: ModelRef; name: string }[] {
  const { id, model, object } = view;
  const row = (view.rowKey === null ? object?.model : model) ?? null;
  const effects = [
    { id, effect: view.effect },
    ...view.handlers.map(({ name, effect }) => ({ id: `${id}.${name}`, effect })),
  ].flatMap((each) => paramFields(each.effect, row).map((field) => ({ id: each.id, ...field })));
  if (!VIEW_KINDS[view.kind].edits || model === null) return effects;
  const closed = view.closedFields.map(({ field }) => field);
  const asked = (modelOf(project, model)?.fields ?? []).filter(
    ({ name }) => !closed.includes(name),
  );
  return [...effects, ...asked.map(({ name }) => ({ id, model, name }))];
}

function paramFields(
  effect: Effect | null,
  row: ModelRef | null,
): { model: ModelRef; name: string }[] {
  if (effect === null || !("values" in effect)) return [];
  const model = effect.kind === "create" ? effect.model : row;
  if (model === null) return [];
  return Object.entries(effect.values)
    .filter(([, value]) => "param" in value)
    .map(([name]) => ({ model, name }));
}

function modelOf({ apps }: Project, ref: ModelRef) {
  return apps.find((app) => app.label === ref.label)?.models.find(({ name }) => name === ref.model);
}
