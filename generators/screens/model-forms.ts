import { VIEW_KINDS } from "../../schema/view-kinds.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeApp } from "../render/safe-project.ts";
import type { ModelForm } from "./screen.ts";
import { shownFields } from "./shown-fields.ts";

/** The forms of an app's models that some view creates or updates. */
export function modelForms(project: ProjectIndex, app: SafeApp): ModelForm[] {
  return app.models.flatMap((model) => {
    const ref = { label: app.label, model: model.name };
    if (!project.isEdited(ref)) return [];
    const preset = presetFields(app, model.name);
    const inputs = shownFields(project, ref).map((shown) => ({
      ...shown,
      optional: preset.has(shown.field.name),
    }));
    return [{ model, inputs }];
  });
}

/** Reference fields that some view sets by itself, because its rows are inside an object. */
function presetFields(app: SafeApp, model: string): Set<string> {
  return new Set(
    app.views.flatMap(({ kind, model: edited, scopeField }) =>
      VIEW_KINDS[kind].edits && edited?.model === model && scopeField !== null ? [scopeField] : [],
    ),
  );
}
