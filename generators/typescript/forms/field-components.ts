import { comment } from "../code/escapers.ts";
import type { SafeApp } from "../../render/safe-project.ts";
import { Imports } from "../code/imports.ts";
import { fieldInput } from "./inputs.ts";
import { fieldsComponent, formObject } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import type { AppScreens } from "../../screens/screen.ts";
import { fieldsFile, formsFile } from "../code/files.ts";

/** For each model of an app that some view creates or updates: the file with its inputs. */
export function fieldSpecs(_: ProjectIndex, app: SafeApp, { forms }: AppScreens): RenderSpec[] {
  return forms.map(({ model, noun, inputs }) => {
    const path = fieldsFile(app, model.name);
    const imports = new Imports(path);
    imports.named("src/templates/fields.tsx", "FormErrors");
    imports.types("src/forms/form.ts", "FormOf");
    imports.types(formsFile(app), formObject(model.name));
    const options = inputs
      .filter(({ reference }) => reference !== null)
      .map(({ field, optional }) => ({ name: field.name, optional: optional ? "?" : "" }));
    if (options.length > 0) imports.types("src/database/rows.ts", "Option");
    const context = {
      component: fieldsComponent(model.name),
      form: formObject(model.name),
      noun: comment(noun),
      options,
      // Pages of views that set all of these by themselves pass none.
      allOptional: options.every(({ optional }) => optional !== ""),
      inputs: inputs.map((input) => {
        const element = fieldInput(imports, input);
        return input.optional ? `{options.${input.field.name} && ${element}}` : element;
      }),
      imports: imports.toString(),
    };
    return { path, tier: "shared", template: "src/apps/templates/fields.tsx.hbs", context };
  });
}
