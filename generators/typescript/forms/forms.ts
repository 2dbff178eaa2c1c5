import type { SafeApp } from "../../render/safe-project.ts";
import { formField } from "./form-fields.ts";
import { Imports } from "../code/imports.ts";
import { columnName, formObject } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import { formsFile } from "../code/files.ts";

/** An app's forms.ts: one form for each of its models that some view creates or updates. */
export function formsSpecs(index: ProjectIndex, app: SafeApp): RenderSpec[] {
  const path = formsFile(app);
  const imports = new Imports(path);
  imports.named("src/forms/form.ts", "defineForm");
  const edited = app.models.filter((model) =>
    index.isEdited({ label: app.label, model: model.name }),
  );
  const forms = edited.map((model) => ({
    object: formObject(model.name),
    model: model.name,
    fields: model.fields.map((field) => {
      const { builder, code } = formField(field);
      imports.named("src/forms/fields.ts", builder);
      return { name: columnName(field), code };
    }),
  }));
  if (forms.length === 0) return [];
  const context = { imports: imports.toString(), forms };
  return [{ path, tier: "shared", template: "src/apps/forms.ts.hbs", context }];
}
