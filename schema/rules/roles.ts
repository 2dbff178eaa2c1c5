import { FIELD_TYPES } from "../field-types.ts";
import type { App, Effect, Guard, ModelRef, Project, View } from "../project.ts";
import { passes } from "../requirements.ts";
import { isSame, viewersIn } from "../resolve/viewers.ts";
import { listNames } from "../suggest.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import type { Rule } from "./rule.ts";

/** SP222: roles that open a page on which they see some of the rows it refers to no more. */
export const roles: Rule = ({ project }, report) => {
  for (const role of project.roles) {
    const unseen = new Map<string, { guard: Guard; pages: string[] }>();
    for (const app of project.apps) {
      for (const view of app.views.filter(({ guard }) => passes(role.permissions, guard))) {
        for (const ref of shownModels(project, app, view)) {
          const viewers = modelOf(project, ref)?.viewers;
          const guard = viewers && viewersIn(view, viewers);
          if (!guard || passes(role.permissions, guard)) continue;
          const name = `${ref.label}.${ref.model}`;
          const pages = new Set([...(unseen.get(name)?.pages ?? []), view.id]);
          unseen.set(name, { guard, pages: [...pages] });
        }
      }
    }
    for (const [model, { guard, pages }] of unseen) {
      report(
        "SP222",
        ["roles", role.name],
        `The role \`${role.name}\` is not shown the rows of \`${model}\` on ${listNames(pages, "and")}.`,
        { hint: hintFor(model, guard), at: "key" },
      );
    }
  }
};

function hintFor(model: string, guard: Guard): string {
  if (guard.kind === "permission" && typeof guard.requirement === "string") {
    return `If it is to see them as before, add \`${guard.requirement}\` to its permissions.`;
  }
  return `If it is to see them as before, let it open a list or detail view of \`${model}\`.`;
}

/** The models whose rows a page names, offers or lists besides those that it is about. */
function shownModels(project: Project, app: App, view: View): ModelRef[] {
  const { page, shows } = VIEW_KINDS[view.kind];
  if (!page || view.kind === "delete") return [];
  const about = shows === "object" ? (view.object?.model ?? null) : view.model;
  const related = VIEW_KINDS[view.kind].handlers ? relatedModels(app, view) : [];
  const referring = [...(about === null ? [] : [about]), ...related];
  return [...related, ...referring.flatMap((ref) => targetsOf(project, view, ref))];
}

/** The models of the tables that a live page shows. */
function relatedModels({ label, models }: App, { object, handlers }: View): ModelRef[] {
  if (object === null) return handlers.flatMap(({ effect }) => changedModel(effect));
  return models
    .filter(({ fields }) => fields.some(({ to }) => to !== null && isSame(to, object.model)))
    .map(({ name }) => ({ label, model: name }));
}

function changedModel(effect: Effect | null): ModelRef[] {
  return effect?.kind === "create" || effect?.kind === "delete" ? [effect.model] : [];
}

function targetsOf(project: Project, { scopeField, object }: View, ref: ModelRef): ModelRef[] {
  return (modelOf(project, ref)?.fields ?? [])
    .filter(({ type }) => FIELD_TYPES[type].refersTo === "model")
    .filter(({ name, to }) => name !== scopeField && !isSame(to, object?.model))
    .flatMap(({ to }) => to ?? []);
}

function modelOf({ apps }: Project, { label, model }: ModelRef) {
  return apps.find((app) => app.label === label)?.models.find(({ name }) => name === model);
}
