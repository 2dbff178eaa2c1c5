import type { SafeApp } from "../../render/safe-project.ts";
import type { AppScreens } from "../../screens/screen.ts";
import { formField } from "./form-fields.ts";
import { Imports } from "../code/imports.ts";
import { columnName, formObject } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import { choiceLabelsCode } from "../models/choices.ts";
import { formsFile } from "../code/files.ts";

/** An app's forms.ts: one form for each of its models that some view creates or updates. */
export function formsSpecs(
  _: ProjectIndex,
  app: SafeApp,
  { forms: edited }: AppScreens,
): RenderSpec[] {
  if (edited.length === 0) return [];
  const path = formsFile(app);
  const imports = new Imports(path);
  imports.named("src/forms/form.ts", "defineForm");
  const forms = edited.map(({ model, inputs }) => ({
    object: formObject(model.name),
    model: model.name,
    fields: inputs.map(({ field }) => {
      const isChoice = field.choices.length > 0;
      const labels = isChoice ? choiceLabelsCode(imports, app, app, model.name, field) : null;
      const { builder, code } = formField(field, labels);
      imports.named("src/forms/fields.ts", builder);
      return { name: columnName(field), code };
    }),
  }));
  const context = { imports: imports.toString(), forms };
  return [{ path, tier: "shared", template: "src/apps/forms.ts.hbs", context }];
}
