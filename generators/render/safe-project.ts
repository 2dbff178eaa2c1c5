import type {
  App,
  Effect,
  EffectValue,
  Field,
  Link,
  Model,
  Param,
  Permission,
  Project,
  View,
} from "../../schema/project.ts";
import { FreeText } from "./free-text.ts";

/** `T` with every place of type `FreeText` (and every `unknown` JSON value) wrapped. */
export type Safe<T> = unknown extends T
  ? FreeText | undefined
  : T extends string
    ? "freeText" extends keyof T
      ? FreeText
      : T
    : T extends object
      ? { [K in keyof T]: Safe<T[K]> }
      : T;

/** The Project as generators see it: free text cannot be printed by accident. */
export type SafeProject = Safe<Project>;
export type SafeApp = Safe<App>;
export type SafeModel = Safe<Model>;
export type SafePermission = Safe<Permission>;
export type SafeField = Safe<Field>;
export type SafeView = Safe<View>;
export type SafeLink = Safe<Link>;
export type SafeParam = Safe<Param>;
export type SafeEffect = Safe<Effect>;
export type SafeEffectValue = Safe<EffectValue>;
export type SafeHandler = SafeView["handlers"][number];

/** Wraps all free text of a project; everything else is kept as it is. */
export function wrapFreeText(project: Project): SafeProject {
  return { ...project, apps: project.apps.map(wrapApp) };
}

function wrapApp(app: App): SafeApp {
  return {
    ...app,
    models: app.models.map(wrapModel),
    views: app.views.map(wrapView),
    allow: mapValues(app.allow, wrapped),
  };
}

function wrapModel(model: Model): SafeModel {
  return {
    ...model,
    verboseName: wrappedOrNull(model.verboseName),
    fields: model.fields.map(wrapField),
    permissions: model.permissions.map((permission: Permission) => ({
      ...permission,
      description: wrapped(permission.description),
    })),
  };
}

function wrapField(field: Field): SafeField {
  return {
    ...field,
    default: field.default === undefined ? undefined : new FreeText(field.default),
    choices: field.choices.map(wrapped),
    choiceLabels: field.choiceLabels.map(wrapped),
    verboseName: wrappedOrNull(field.verboseName),
    helpText: wrappedOrNull(field.helpText),
  };
}

function wrapView(view: View): SafeView {
  return {
    ...view,
    links: view.links.map((link) => ({ ...link, otherwise: wrappedOrNull(link.otherwise) })),
    params: view.params.map(wrapParam),
    effect: wrapEffect(view.effect),
    handlers: view.handlers.map((handler) => ({
      ...handler,
      params: handler.params.map(wrapParam),
      effect: wrapEffect(handler.effect),
    })),
    allow: mapValues(view.allow, wrapped),
  };
}

function wrapParam(param: Param): SafeParam {
  return {
    ...param,
    choices: param.choices.map(wrapped),
    choiceLabels: param.choiceLabels.map(wrapped),
  };
}

function wrapEffect(effect: Effect | null): SafeEffect | null {
  if (effect === null || !("values" in effect)) return effect;
  return { ...effect, values: mapValues(effect.values, wrapEffectValue) };
}

function wrapEffectValue(value: EffectValue): SafeEffectValue {
  return "value" in value ? { value: new FreeText(value.value) } : value;
}

function wrapped(text: string): FreeText {
  return new FreeText(text);
}

function wrappedOrNull(text: string | null): FreeText | null {
  return text === null ? null : new FreeText(text);
}

function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
