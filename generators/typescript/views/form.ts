import type { FormScreen, Reference } from "../../screens/screen.ts";
import { referencesOf } from "../../screens/shown-fields.ts";
import { fieldsFile, formsFile } from "../code/files.ts";
import { literal } from "../code/escapers.ts";
import { columnName, fieldsComponent, formObject } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import { DECORATORS } from "../guards/forms.ts";
import { modelCode, type Scope, subjectCode } from "../code/scope.ts";
import { memberOfCode, memberOfProps } from "./members.ts";
import { openRowsCode, openRowsProps, rowControls } from "./open-rows.ts";
import { pageHead } from "./page-parts.ts";
import { offeredCode, offeredProps } from "./pickers.ts";
import { type Prop, recordType } from "./props.ts";
import type { Scopes, ViewFiles } from "./view-kind.ts";
import { choicesCode } from "./references.ts";
import { formProtections } from "./view-class.ts";
import { cancelLink, successUrl } from "./success-url.ts";

/** A form for a new row, or for one that is there: create and update. */
export function formFiles({ view, page }: Scopes, screen: FormScreen): ViewFiles {
  const { project } = view;
  const { app, model, successList } = screen;
  const choices = referencesOf(screen.fields);
  const form = formObject(model.model);
  const fields = fieldsComponent(model.model);
  view.imports.named(formsFile(app), form);
  page.imports.types(formsFile(app), form);
  page.imports.types("src/forms/form.ts", "FormOf");
  page.imports.named("src/components/actions.tsx", "Actions");
  page.imports.named("src/components/form-buttons.tsx", "SubmitButton");
  page.imports.named("src/controls/write-form.tsx", "WriteForm");
  page.imports.named(fieldsFile(app, model.model), fields);
  const memberOf = memberOfCode(view, screen);
  const asking = rowControls(screen.links);
  const openRows = openRowsCode(view, asking);
  const offered = offeredCode(view);
  return {
    props: [
      { name: "form", type: `FormOf<typeof ${form}>`, code: "form" },
      ...optionsProps({ view, page }, screen, choices),
      ...memberOfProps(page, screen, memberOf),
      ...openRowsProps(page, asking, openRows),
      ...offeredProps(page, offered),
    ],
    view: {
      template: "form",
      base: "View",
      endpoints: ["get", "post"],
      context: {
        form: closedForm(project, screen),
        ...writeContext(view, screen),
        choices: choicesCode(view, choices),
        async: choices.length > 0 || `${memberOf}${openRows}${offered}` !== "",
        successUrl: successUrl(view, successList),
      },
    },
    page: {
      template: "form",
      context: {
        ...pageHead(page, screen),
        fields,
        options: choices.length > 0,
        submit: screen.submit,
        cancel: cancelLink(page, successList),
      },
    },
  };
}

/** The model's form without the fields that this view must not change: `OrderForm.without("status")`. */
function closedForm(project: ProjectIndex, { model, closed }: FormScreen): string {
  const form = formObject(model.model);
  if (closed.length === 0) return form;
  const columns = project
    .model(model)
    .fields.filter(({ name }) => closed.includes(name))
    .map((field) => literal(columnName(field)));
  return `${form}.without(${columns.join(", ")})`;
}

function optionsProps(
  { view, page }: Scopes,
  { kind }: FormScreen,
  choices: readonly Reference[],
): Prop[] {
  if (choices.length === 0) return [];
  page.imports.types("src/rows/rows.ts", "Option");
  view.imports.named("src/forms/choices.ts", "checkChoices", "optionsOf");
  const names = choices.map(({ field }) => columnName(field));
  const present = kind === "update" ? `, ${subjectCode(view).code}` : "";
  const code = `await optionsOf(this.db, this.choices(), form${present})`;
  return [{ name: "options", type: recordType(names, "Option[]"), code }];
}

/** What the form starts with, how it is read, and how its values are written. */
function writeContext(view: Scope, { kind, model, preset, fields }: FormScreen): object {
  const table = modelCode(view, model);
  const scoped = preset === null ? "" : `{ ${preset}_id: this.object.id }`;
  if (kind === "create") {
    const values = scoped === "" ? "" : `, ${scoped}`;
    return {
      start: `empty(${scoped})`,
      protections: formProtections(view, ""),
      read: `read(this.request.body${values})`,
      write: `db.insert(${table}).values(form.values)`,
    };
  }
  const { code } = subjectCode(view);
  view.imports.named("drizzle-orm", "eq");
  view.imports.named(DECORATORS, "seenByForm");
  return {
    start: `fill(${code})`,
    protections: formProtections(view, "@seenByForm()"),
    read: `readChange(this, ${table}, ${code}${kept(view, code, fields, preset)})`,
    write: `db.update(${table}).set(form.changes).where(eq(${table}.id, ${code}.id))`,
  };
}

/** A last argument: the values that an edited row keeps, of its references and of the preset one. */
function kept(
  view: Scope,
  row: string,
  fields: FormScreen["fields"],
  preset: FormScreen["preset"],
): string {
  const scoped = preset === null ? [] : [`${preset}_id: this.object.id`];
  if (referencesOf(fields).length > 0) {
    view.imports.named("src/forms/choices.ts", "unchanged");
    scoped.unshift(`...unchanged(this.request.body, ${row}, this.choices())`);
  }
  const [only, ...others] = scoped;
  if (only?.startsWith("...") && others.length === 0) return `, ${only.slice("...".length)}`;
  return scoped.length === 0 ? "" : `, { ${scoped.join(", ")} }`;
}
