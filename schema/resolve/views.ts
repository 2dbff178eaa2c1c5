import { FIELD_TYPES } from "../field-types.ts";
import type { ModelEntry, ViewEntry } from "../manifest-index.ts";
import type { Guard, MemberRule, PathSegment } from "../project.ts";
import type { Report } from "../report.ts";
import { VIEW_KINDS } from "../view-kinds.ts";
import { resolveViewGuard, type Cascades } from "./guards.ts";
import { findField, findModel, findOwnModel } from "./lookup.ts";
import { parsePath } from "./paths.ts";

/** A view as far as it can be resolved without the other views. */
export interface ViewBase {
  view: ViewEntry;
  path: string;
  /** null when the path is malformed. */
  segments: PathSegment[] | null;
  model: ModelEntry | null;
  /** The model was asked for: what follows from it is not known, and not reported. */
  modelIsMissing: boolean;
  guard: Guard | null;
  object: { model: ModelEntry; key: string } | null;
  member: MemberRule | null;
  /** The path parameter with the id of the row of the view's own model. */
  rowKey: string | null;
  scopeField: string | null;
}

/** Reports what is wrong with the view's model, path, guard, object and member. */
export function resolveViewBase(cascades: Cascades, view: ViewEntry, report: Report): ViewBase {
  const { manifest, app } = view;
  const kind = VIEW_KINDS[manifest.kind];
  const path = manifest.path ?? `/${app.folders.join("/")}/${kind.path(view.name)}`;
  const segments = parsePath(path, [...view.path, "path"], report);
  const parameters = segments === null ? null : parameterNames(segments);
  let modelIsMissing = false;
  const model = resolveModelOf(view, parameters?.includes("pk") ?? true, (...finding) => {
    modelIsMissing = true;
    report(...finding);
  });
  const object = resolveObject(cascades, view, report);
  const ownObject = object !== null && object.model === model;
  const rowKey = ownObject ? object.key : parameters?.includes("pk") && model ? "pk" : null;
  const base: ViewBase = {
    view,
    path,
    segments,
    model,
    modelIsMissing,
    guard: resolveViewGuard(cascades, view, model, rowOf(view, model, object, rowKey), report),
    object,
    member: resolveMember(cascades, view, report),
    rowKey: kind.row === "never" ? null : rowKey,
    scopeField: null,
  };
  base.scopeField = resolveScope(base, report);
  return base;
}

/** The model of the row that the view is about, or of its object where it is about no other one. */
function rowOf(
  { manifest }: ViewEntry,
  model: ModelEntry | null,
  object: ViewBase["object"],
  rowKey: string | null,
): ModelEntry | null {
  const { row, shows } = VIEW_KINDS[manifest.kind];
  if (row !== "never" && rowKey !== null) return model;
  return shows === "object" || row !== "never" ? (object?.model ?? null) : null;
}

export function parameterNames(segments: readonly PathSegment[]): string[] {
  return segments.flatMap((segment) => ("name" in segment ? [segment.name] : []));
}

function resolveModelOf(view: ViewEntry, hasPk: boolean, report: Report): ModelEntry | null {
  const { models } = view.app;
  const { model: name, kind } = view.manifest;
  if (name !== undefined) return findOwnModel(view.app, name, [...view.path, "model"], report);
  if (models.length === 1) return models[0] ?? null;
  const { needsModel, row } = VIEW_KINDS[kind];
  const isAboutNothing = row === "when in the path" && !hasPk && models.length === 0;
  if (needsModel && !isAboutNothing) {
    const why = models.length === 0 ? "has no model" : "has several models";
    report(
      "SP302",
      view.path,
      `The app \`${view.app.label}\` ${why}, and \`${view.name}\` names none.`,
      {
        hint:
          models.length === 0
            ? "Add the model to the app, or make the view a `page`."
            : `Add \`model:\` and one of ${models.map((model) => `\`${model.name}\``).join(", ")}.`,
        at: "key",
      },
    );
  }
  return null;
}

function resolveObject({ index }: Cascades, view: ViewEntry, report: Report): ViewBase["object"] {
  const { object } = view.manifest;
  if (!object) return null;
  const model = findModel(index, view.app, object.model, [...view.path, "object", "model"], report);
  return model && { model, key: object.key };
}

function resolveMember({ index }: Cascades, view: ViewEntry, report: Report): ViewBase["member"] {
  const { member } = view.manifest;
  if (!member) return null;
  const path = [...view.path, "member"];
  const model = findModel(index, view.app, member.model, [...path, "model"], report);
  if (!model) return null;
  findField(model, member.object, [...path, "object"], report);
  findField(model, member.user, [...path, "user"], report);
  const { object, user, otherwise } = member;
  return { model: model.ref, object, user, otherwise };
}

/** Names of the model's references to another. */
export function referencesTo(from: ModelEntry, to: ModelEntry): string[] {
  const name = `${to.app.label}.${to.name}`;
  return [...from.fields]
    .filter(([, field]) => FIELD_TYPES[field.type].refersTo === "model" && field.to === name)
    .map(([field]) => field);
}

function resolveScope({ view, model, object, rowKey }: ViewBase, report: Report): string | null {
  if (model === null || object === null || object.model === model) return null;
  const { needsModel, row } = VIEW_KINDS[view.manifest.kind];
  if (!needsModel || (row === "when in the path" && rowKey === null)) return null;
  const [only, ...others] = referencesTo(model, object.model);
  if (only !== undefined && others.length === 0) return only;
  report(
    "SP320",
    [...view.path, "object"],
    `\`${model.name}\` has ${only === undefined ? "no reference" : "several references"} to \`${object.model.name}\`, so that its rows cannot be tied to the object.`,
    { hint: `Give \`${model.name}\` exactly one field of type reference to it.`, at: "key" },
  );
  return null;
}
