import { isReference } from "../../../schema/field-types.ts";
import { comment } from "../code/escapers.ts";
import type { SafeApp } from "../../render/safe-project.ts";
import { Imports } from "../code/imports.ts";
import { fieldInput } from "./inputs.ts";
import { columnName, fieldsComponent, formObject } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import type { AppScreens, Input } from "../../screens/screen.ts";
import { choiceLabelsCode } from "../models/choices.ts";
import { fieldsFile, formsFile } from "../code/files.ts";

/** For each model of an app that some view creates or updates: the file with its inputs. */
export function fieldSpecs(_: ProjectIndex, app: SafeApp, { forms }: AppScreens): RenderSpec[] {
  return forms.map(({ model, noun, inputs }) => {
    const path = fieldsFile(app, model.name);
    const imports = new Imports(path);
    imports.named("src/templates/fields.tsx", "FormErrors");
    imports.types("src/forms/form.ts", "FormOf");
    imports.types(formsFile(app), formObject(model.name));
    const asked = inputs.filter((input) => input.asked !== "never");
    const options = asked
      .filter(({ field }) => isReference(field.type))
      .map((input) => ({ name: columnName(input.field), optional: isOptional(input) ? "?" : "" }));
    if (options.length > 0) imports.types("src/rows/rows.ts", "Option");
    const context = {
      component: fieldsComponent(model.name),
      form: formObject(model.name),
      noun: comment(noun),
      options,
      // Pages of views that set all of these by themselves pass none.
      allOptional: options.every(({ optional }) => optional !== ""),
      inputs: asked.map((input) => {
        const { field } = input;
        const labels = () => choiceLabelsCode(imports, app, app, model.name, field);
        const element = fieldInput(imports, input, labels);
        if (!isOptional(input)) return element;
        const name = columnName(field);
        const condition = isReference(field.type) ? `options.${name}` : `form.asks("${name}")`;
        return `{${condition} && ${element}}`;
      }),
      imports: imports.toString(),
    };
    return { path, tier: "shared", template: "src/apps/templates/fields.tsx.hbs", context };
  });
}

/** Some of the views set the field by themselves, or leave it out. */
function isOptional({ optional, asked }: Input): boolean {
  return optional || asked === "sometimes";
}
