import { FreeText } from "../../render/free-text.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { SafeApp, SafeField } from "../../render/safe-project.ts";
import type { AppScreens } from "../../screens/screen.ts";
import { literal } from "../code/escapers.ts";
import { choicesFile, modelsFile } from "../code/files.ts";
import { Imports } from "../code/imports.ts";
import { choicesNamespace, columnName, rowType } from "../code/names.ts";
import type { RenderSpec } from "../code/render-spec.ts";

/** An app's choices.ts: what people read for the choices of its models. */
export function choicesSpecs(_: ProjectIndex, app: SafeApp, { choices }: AppScreens): RenderSpec[] {
  if (choices.length === 0) return [];
  const path = choicesFile(app);
  const imports = new Imports(path);
  imports.types("src/forms/choice-labels.ts", "ChoiceLabels");
  imports.namespace(modelsFile(app), "type * as models");
  const models = choices.map(({ model, fields }) => ({
    name: model.name,
    row: rowType(model.name),
    fields: fields.map(({ field, choices: values }) => ({
      name: columnName(field),
      labels: literal(
        Object.fromEntries(values.map(({ value, label }) => [FreeText.unwrap(value), label])),
      ),
    })),
  }));
  const context = { imports: imports.toString(), models };
  return [{ path, tier: "shared", template: "src/apps/choices.ts.hbs", context }];
}

/**
 * The labels of a field's choices in code: `choices.Order.status`, or `shopChoices.Order.status` of
 * another app.
 *
 * @param here the app of the file
 * @param owner the app of the model
 */
export function choiceLabelsCode(
  imports: Imports,
  here: SafeApp,
  owner: SafeApp,
  model: string,
  field: SafeField,
): string {
  const namespace = owner.label === here.label ? "choices" : choicesNamespace(owner.label);
  imports.namespace(choicesFile(owner), `* as ${namespace}`);
  return `${namespace}.${model}.${columnName(field)}`;
}
