import type { ModelRef, ViewKind } from "../../../schema/project.ts";
import type { SafeApp, SafeView } from "../../render/safe-project.ts";
import { afterwardsCode } from "./success-url.ts";
import { doneMessage, effectCode, paramsArgument, paramsShape } from "./effects.ts";
import { liveContext } from "./live-view.ts";
import { memberOfCode, memberTargets } from "./members.ts";
import { formObject } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import { labelsCode, namedReferences, optionsCode } from "./references.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import { loadedRows, modelCode, openScope, type Scope } from "../code/scope.ts";
import { choiceFields, formFields, tableFields } from "../../screens/shown-fields.ts";
import { humanized } from "../../screens/titles.ts";
import { classContext, pageCode, protectionDecorators } from "./view-class.ts";
import { formsFile, viewFile } from "../code/files.ts";

/** The template of each view kind, and what it is filled with. */
const KINDS: Record<ViewKind, { template: string; context: (scope: Scope) => object }> = {
  list: { template: "list", context: listContext },
  detail: { template: "page", context: pageContext },
  create: { template: "form", context: formContext },
  update: { template: "form", context: formContext },
  delete: { template: "delete", context: deleteContext },
  action: { template: "action", context: actionContext },
  page: { template: "page", context: pageContext },
  live: { template: "live", context: liveContext },
};

/** The file with a view's class. */
export function viewSpecs(project: ProjectIndex, app: SafeApp, view: SafeView): RenderSpec[] {
  const path = viewFile(app, view);
  const scope = openScope(project, app, view, path, false);
  const { template, context } = KINDS[view.kind];
  // The imports are complete only when everything else is worked out.
  const body = context(scope);
  return [
    {
      path,
      tier: "shared",
      template: `src/apps/views/${template}.ts.hbs`,
      context: { ...body, imports: scope.imports.toString() },
    },
  ];
}

/** The page's props: `{ row: this.object, labels }`; a null member is left out. */
function propsCode(members: Readonly<Record<string, string | null>>): string {
  const codes = Object.entries(members).flatMap(([name, code]) =>
    code === null ? [] : [code === name ? name : `${name}: ${code}`],
  );
  return codes.length === 0 ? "{}" : `{ ${codes.join(", ")} }`;
}

/** `this.object` of a view whose rows are limited to it, for its page; null elsewhere. */
function parentCode(view: SafeView): string | null {
  const { object, row, subject } = loadedRows(view);
  return object !== null && (row !== null || subject === null) ? "this.object" : null;
}

function memberOf(scope: Scope): string {
  const targets = memberTargets(scope);
  return targets.length === 0 ? "" : memberOfCode(scope, targets);
}

function modelOf(scope: Scope): ModelRef {
  if (scope.view.model === null) throw new Error(`${scope.view.id} has no model`);
  return scope.view.model;
}

function listContext(scope: Scope): object {
  const { project, view, imports } = scope;
  const model = modelOf(scope);
  const fields = tableFields(project, model, view.scopeField);
  const labelled = namedReferences(scope, fields).length > 0;
  imports.named("src/database/pagination.ts", "paginate");
  const table = modelCode(scope, model);
  let where = "";
  if (view.scopeField !== null) {
    imports.named("drizzle-orm", "eq");
    where = `eq(${table}.${view.scopeField}_id, this.object.id)`;
  }
  const members = memberOf(scope);
  return {
    ...classContext(scope, "get"),
    table,
    where,
    labels: labelled
      ? labelsCode(scope, fields, (column) => `rows.map((row) => row.${column})`)
      : "",
    memberOf: members,
    page: pageCode(scope),
    props: propsCode({
      object: parentCode(view),
      rows: "rows",
      pages: "pages",
      labels: labelled ? "labels" : null,
      memberOf: members === "" ? null : "members",
    }),
  };
}

/** A page about one row, or about nothing: detail and page. */
function pageContext(scope: Scope): object {
  const { project, view } = scope;
  const { subject } = loadedRows(view);
  const fields = subject === null ? [] : project.model(subject.model).fields;
  const labelled = namedReferences(scope, fields).length > 0;
  const members = memberOf(scope);
  return {
    ...classContext(scope, "get"),
    labels: labelled
      ? labelsCode(scope, fields, (column) => `[${subject?.code ?? ""}.${column}]`)
      : "",
    memberOf: members,
    async: labelled || members !== "",
    page: pageCode(scope),
    props: propsCode({
      object: view.kind === "page" ? (subject?.code ?? null) : parentCode(view),
      row: view.kind === "page" ? null : (subject?.code ?? null),
      labels: labelled ? "labels" : null,
      memberOf: members === "" ? null : "members",
    }),
  };
}

function formContext(scope: Scope): object {
  const { project, view, imports } = scope;
  const model = modelOf(scope);
  const { subject } = loadedRows(view);
  const form = formObject(model.model);
  imports.named(formsFile(project.app(model.label)), form);
  const table = modelCode(scope, model);
  const preset = view.scopeField === null ? "" : `{ ${view.scopeField}_id: this.object.id }`;
  const row = view.kind === "create" ? null : (subject?.code ?? null);
  if (row !== null) imports.named("drizzle-orm", "eq");
  const chosen = choiceFields(formFields(project, model, view.scopeField));
  if (chosen.length > 0) imports.types("src/forms/form.ts", "FormOf");
  const members = memberOf(scope);
  return {
    ...classContext(scope, "get", "post"),
    form,
    start: row === null ? `empty(${preset})` : `fill(${row})`,
    input: ["this.request.body", preset].filter((part) => part !== "").join(", "),
    write:
      row === null
        ? `db.insert(${table}).values(form.values)`
        : `db.update(${table}).set(form.values).where(eq(${table}.id, ${row}.id))`,
    options: chosen.length > 0 ? optionsCode(scope, chosen) : "",
    async: chosen.length > 0 || members !== "",
    page: pageCode(scope),
    props: propsCode({
      object: parentCode(view),
      row,
      form: "form",
      options: chosen.length > 0 ? "await this.options(form)" : null,
      memberOf: members === "" ? null : members,
    }),
    afterwards: afterwardsCode(scope),
  };
}

function deleteContext(scope: Scope): object {
  const { view, imports } = scope;
  const { subject } = loadedRows(view);
  if (subject === null) throw new Error(`${view.id} has no row to delete`);
  imports.named("drizzle-orm", "eq");
  const members = memberOf(scope);
  return {
    ...classContext(scope, "get", "post"),
    table: modelCode(scope, subject.model),
    row: subject.code,
    memberOf: members,
    async: members !== "",
    page: pageCode(scope),
    props: propsCode({
      object: parentCode(view),
      row: subject.code,
      memberOf: members === "" ? null : "members",
    }),
    afterwards: afterwardsCode(scope),
  };
}

function actionContext(scope: Scope): object {
  const { view } = scope;
  const written = view.effect !== null;
  const argument = paramsArgument(view.params);
  return {
    ...classContext(scope, "post"),
    shape: paramsShape(scope, view.params),
    protections: protectionDecorators(scope, view.protections),
    written,
    // What a scaffold does not use yet is marked so for the linter.
    argument: written || argument === "" ? argument : `_${argument}`,
    effect: view.effect === null ? "" : effectCode(scope, view.effect),
    message: doneMessage(view.effect, humanized(view.name)),
    name: view.name,
  };
}
