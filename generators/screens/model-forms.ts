import { VIEW_KINDS } from "../../schema/view-kinds.ts";
import type { SafeApp } from "../render/safe-project.ts";
import { leftOutFields } from "./left-out.ts";
import type { Input, ModelForm } from "./screen.ts";
import { fieldLabel, modelNoun } from "./titles.ts";

/**
 * The forms of an app's models that some view creates or updates. A reference that one of these views
 * sets by itself, because its rows are inside an object, is asked for by the others alone.
 */
export function modelForms(app: SafeApp): ModelForm[] {
  const editing = app.views.filter(({ kind }) => VIEW_KINDS[kind].edits);
  return app.models.flatMap((model) => {
    const views = editing.filter((view) => view.model?.model === model.name);
    if (views.length === 0) return [];
    const preset = views.map(({ scopeField }) => scopeField);
    const inputs = model.fields.map((field): Input => {
      const { name } = field;
      const without = views.filter((view) => leftOutFields(view, model).includes(name));
      const asked =
        without.length === 0 ? "always" : without.length < views.length ? "sometimes" : "never";
      return { label: fieldLabel(field), field, asked, optional: preset.includes(name) };
    });
    return [{ model, noun: modelNoun(model), inputs }];
  });
}
