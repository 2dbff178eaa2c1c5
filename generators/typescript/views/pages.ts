import type { ModelRef, ViewKind } from "../../../schema/project.ts";
import { jsxText } from "../code/escapers.ts";
import type { SafeApp, SafeView } from "../../render/safe-project.ts";
import { cancelLink } from "./success-url.ts";
import { linkCode, memberKey, type PageNames, type Place, standsOnPage } from "./links.ts";
import { liveControls } from "./live-controls.ts";
import { memberTargets } from "./members.ts";
import { fieldsComponent, pageComponent } from "../code/names.ts";
import { rowLabel, rowTitle, shownFields, type Title, titleContext } from "./page-parts.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import { membersType, namedReferences } from "./references.ts";
import { relatedTables } from "../../screens/related.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import { loadedRows, openScope, rowTypeCode, type Scope } from "../code/scope.ts";
import { choiceFields, formFields, tableFields } from "../../screens/shown-fields.ts";
import { modelPlural, sentence, viewTitle } from "../../screens/titles.ts";
import { fieldsFile, formsFile, pageFile } from "../code/files.ts";

const ROWS = "src/database/rows.ts";

/** A page being worked out. */
interface Page {
  scope: Scope;
  /** What the component takes out of the props that the runtime adds. */
  names: PageNames;
  /** The view's own props, by name, with their types; in order. */
  props: Map<string, string>;
}

/** The template of each kind of page, and what it is filled with. Actions have no page. */
const KINDS: Record<
  Exclude<ViewKind, "action">,
  { template: string; context: (page: Page) => object }
> = {
  list: { template: "list", context: listContext },
  detail: { template: "detail", context: rowContext },
  create: { template: "form", context: formContext },
  update: { template: "form", context: formContext },
  delete: { template: "delete", context: deleteContext },
  page: { template: "page", context: rowContext },
  live: { template: "live", context: liveContext },
};

/** The file with a view's page. */
export function pageSpecs(project: ProjectIndex, app: SafeApp, view: SafeView): RenderSpec[] {
  if (view.kind === "action") return [];
  const path = pageFile(app, view);
  const scope = openScope(project, app, view, path, true);
  const page: Page = { scope, names: new Set(), props: new Map() };
  const { template, context } = KINDS[view.kind];
  scope.imports.types("src/runtime/page.ts", "PageProps");
  scope.imports.named("src/templates/layout.tsx", "Layout");
  const body = context(page);
  return [
    {
      path,
      tier: "shared",
      template: `src/apps/templates/${template}.tsx.hbs`,
      context: { ...body, ...signature(page), imports: scope.imports.toString() },
    },
  ];
}

/** The component's name and props; known only when its body is. */
function signature({ scope, names, props }: Page): object {
  const { object, row, subject } = loadedRows(scope.view);
  const parent = object !== null && (row !== null || subject === null) ? object.model : null;
  if (parent !== null) props.set("object", rowTypeCode(scope, parent));
  const used = [...props.keys()].filter((name) => name !== "object" || names.has("object"));
  const base = ["perms", "user", "csrfToken"].filter((name) => names.has(name));
  return {
    component: pageComponent(scope.app.label, scope.view.name),
    props: [...props].map(([name, type]) => ({ name, type })),
    destructured: [...used, "...page"].join(", "),
    base: base.join(", "),
  };
}

function addLabels({ scope, props }: Page, name: string, fields: readonly FieldOf[]): void {
  const named = namedReferences(scope, fields);
  if (named.length === 0) return;
  scope.imports.types(ROWS, "Labels");
  props.set(name, membersType(named, "Labels"));
}
type FieldOf = Parameters<typeof namedReferences>[1][number];

function addMemberOf({ scope, props }: Page): void {
  const targets = memberTargets(scope);
  if (targets.length === 0) return;
  scope.imports.types(ROWS, "Members");
  const keys = targets.map((target) => ({ name: memberKey(scope, target) }));
  props.set("memberOf", membersType(keys, "Members"));
}

function modelOf({ view }: Scope): ModelRef {
  if (view.model === null) throw new Error(`${view.id} has no model`);
  return view.model;
}

/** The view's links, as children of an element. */
function links({ scope, names }: Page, place: Place): string[] {
  return scope.view.links.map((link) => linkCode(scope, names, link, place));
}

/** A list's links: those above its rows, or those in each row. */
function listLinks({ scope, names }: Page, place: Place): string[] {
  return scope.view.links
    .filter((link) => standsOnPage(scope, link) === (place.row === null))
    .map((link) => linkCode(scope, names, link, place));
}

function listContext(page: Page): object {
  const { scope, props } = page;
  const { project, view, imports } = scope;
  const model = modelOf(scope);
  const fields = tableFields(project, model, view.scopeField);
  imports.types("src/database/pagination.ts", "Pages");
  imports.named("src/templates/pagination.tsx", "Pagination");
  props.set("rows", `${rowTypeCode(scope, model)}[]`);
  props.set("pages", "Pages");
  addLabels(page, "labels", fields);
  addMemberOf(page);
  const named = props.has("labels") ? "labels" : null;
  const label = rowLabel(scope, model, "row", named, fields);
  return {
    ...titleContext({ text: viewTitle(project, view) }),
    actions: listLinks(page, { row: null, model, rowLabel: null }),
    empty: jsxText(sentence("No ", modelPlural(project.model(model)), " yet.")),
    columns: shownFields(scope, fields, "row", "labels", true),
    rowActions: listLinks(page, { row: "row", model, rowLabel: label }),
  };
}

/** A page about one row, or about nothing: detail and page. */
function rowContext(page: Page): object {
  const { scope, names, props } = page;
  const { project, view } = scope;
  const { subject } = loadedRows(view);
  const row = view.kind === "page" ? "object" : "row";
  const fields = subject === null ? [] : project.model(subject.model).fields;
  let title: Title = { text: viewTitle(project, view) };
  if (subject !== null) {
    props.set(row, rowTypeCode(scope, subject.model));
    names.add(row);
    title = rowTitle(scope, subject.model, row, null);
  }
  addLabels(page, "labels", fields);
  addMemberOf(page);
  const place: Place = {
    row: subject === null ? null : row,
    model: subject?.model ?? null,
    rowLabel: null,
  };
  return {
    ...titleContext(title),
    actions: links(page, place),
    details: shownFields(scope, fields, row, "labels", false),
  };
}

function formContext(page: Page): object {
  const { scope, names, props } = page;
  const { project, view, imports } = scope;
  const model = modelOf(scope);
  const { subject } = loadedRows(view);
  const updates = view.kind === "update" && subject !== null;
  const fields = fieldsComponent(model.model);
  imports.named("src/templates/layout.tsx", "CsrfField");
  imports.named(fieldsFile(project.app(model.label), model.model), fields);
  if (updates) props.set("row", rowTypeCode(scope, model));
  imports.types("src/forms/form.ts", "FormOf");
  imports.types(formsFile(project.app(model.label)), `${model.model}Form`);
  props.set("form", `FormOf<typeof ${model.model}Form>`);
  const chosen = choiceFields(formFields(project, model, view.scopeField));
  if (chosen.length > 0) {
    imports.types(ROWS, "Option");
    props.set("options", membersType(chosen, "Option[]"));
  }
  addMemberOf(page);
  names.add("csrfToken");
  const title: Title = updates
    ? rowTitle(scope, model, "row", "Edit")
    : { text: viewTitle(project, view) };
  return {
    ...titleContext(title),
    actions: links(page, { row: updates ? "row" : null, model, rowLabel: null }),
    fields,
    options: chosen.length > 0,
    submit: updates ? "Save" : "Add",
    cancel: cancelLink(scope, names) ?? "",
  };
}

function deleteContext(page: Page): object {
  const { scope, names, props } = page;
  const model = modelOf(scope);
  scope.imports.named("src/templates/layout.tsx", "CsrfField");
  props.set("row", rowTypeCode(scope, model));
  addMemberOf(page);
  names.add("csrfToken");
  return {
    ...titleContext(rowTitle(scope, model, "row", "Delete")),
    actions: links(page, { row: "row", model, rowLabel: null }),
    cancel: cancelLink(scope, names) ?? "",
  };
}

function liveContext(page: Page): object {
  const { scope, names, props } = page;
  const { project, view } = scope;
  const { subject } = loadedRows(view);
  const fields = subject === null ? [] : project.model(subject.model).fields;
  let title: Title = { text: viewTitle(project, view) };
  if (subject !== null) {
    props.set("object", rowTypeCode(scope, subject.model));
    names.add("object");
    title = rowTitle(scope, subject.model, "object", null);
  }
  addLabels(page, "objectLabels", fields);
  const tables = relatedTables(scope);
  for (const table of tables) {
    const shown = tableFields(project, table.model, table.field?.name ?? null);
    props.set(table.rows, `${rowTypeCode(scope, table.model)}[]`);
    addLabels(page, table.labels, shown);
  }
  addMemberOf(page);
  const place: Place = {
    row: subject === null ? null : "object",
    model: subject?.model ?? null,
    rowLabel: null,
  };
  return {
    ...titleContext(title),
    actions: links(page, place),
    details: shownFields(scope, fields, "object", "objectLabels", false),
    ...liveControls(scope, names, tables, (labels) => props.has(labels)),
  };
}
