import { VIEW_KINDS } from "../../../schema/view-kinds.ts";
import { comment } from "../code/escapers.ts";
import type { SafeApp } from "../../render/safe-project.ts";
import { Imports } from "../code/imports.ts";
import { fieldInput } from "./inputs.ts";
import { fieldsComponent, formObject } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import { choiceFields } from "../../screens/shown-fields.ts";
import { modelNoun } from "../../screens/titles.ts";
import { fieldsFile, formsFile } from "../code/files.ts";

/** For each model of an app that some view creates or updates: the file with its inputs. */
export function fieldSpecs(project: ProjectIndex, app: SafeApp): RenderSpec[] {
  return app.models.flatMap((model): RenderSpec[] => {
    const ref = { label: app.label, model: model.name };
    if (!project.isEdited(ref)) return [];
    const path = fieldsFile(app, model.name);
    const imports = new Imports(path);
    imports.named("src/templates/fields.tsx", "FormErrors");
    imports.types("src/forms/form.ts", "FormOf");
    imports.types(formsFile(app), formObject(model.name));
    const preset = presetFields(app, model.name);
    const options = choiceFields(model.fields).map((field) => ({
      name: field.name,
      optional: preset.has(field.name) ? "?" : "",
    }));
    if (options.length > 0) imports.types("src/database/rows.ts", "Option");
    const inputs = model.fields.map((field) => {
      const input = fieldInput(imports, field);
      return preset.has(field.name) ? `{options.${field.name} && ${input}}` : input;
    });
    const context = {
      component: fieldsComponent(model.name),
      form: formObject(model.name),
      noun: comment(modelNoun(model)),
      options,
      // Pages of views that set all of these by themselves pass none.
      allOptional: options.every(({ optional }) => optional !== ""),
      inputs,
      imports: imports.toString(),
    };
    return [{ path, tier: "shared", template: "src/apps/templates/fields.tsx.hbs", context }];
  });
}

/** Reference fields that some view sets by itself, because its rows are limited to an object. */
function presetFields(app: SafeApp, model: string): Set<string> {
  return new Set(
    app.views.flatMap(({ kind, model: edited, scopeField }) =>
      VIEW_KINDS[kind].edits && edited?.model === model && scopeField !== null ? [scopeField] : [],
    ),
  );
}
