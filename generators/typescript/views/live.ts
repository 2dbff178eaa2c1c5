import type { SafeHandler } from "../../render/safe-project.ts";
import type { LiveScreen, Reference, RelatedTable } from "../../screens/screen.ts";
import { pickersOf } from "../../screens/pickers.ts";
import { referencesOf } from "../../screens/shown-fields.ts";
import { jsxAttribute } from "../code/escapers.ts";
import { camelCase, OFFERED, pascalCase } from "../code/names.ts";
import { modelCode, rowTypeCode, type Scope, subjectCode } from "../code/scope.ts";
import { ASKED } from "../guards/forms.ts";
import { guardDecorator, visitorCondition } from "../guards/guards.ts";
import { controlCode, guardConditions } from "./controls.ts";
import { mayRefuse } from "./effects.ts";
import { bodyContext } from "./endpoint-body.ts";
import { memberKey, memberOfCode, memberOfType } from "./members.ts";
import {
  noOpenRows,
  openRowsCode,
  openRowsType,
  type RowControl,
  rowControls,
} from "./open-rows.ts";
import { detailsContext, pageHead, tableContext } from "./page-parts.ts";
import { nothingOffered, offeredCode, offeredType } from "./pickers.ts";
import type { Scopes, ViewFiles } from "./view-kind.ts";
import { labelsCode, labelsType } from "./references.ts";

/** A page with event handlers: its state, one method a handler, and what it shows. */
export function liveFiles(scopes: Scopes, screen: LiveScreen): ViewFiles {
  const { view, page } = scopes;
  const { details, controls } = screen;
  const { handlers } = screen.view;
  const tables = screen.tables.map((table) => ({ table, names: namesOf(screen, table) }));
  const lines = tables.map(({ table, names }) => ({
    controls: table.controls,
    rows: `this.${names.rows}`,
  }));
  const state = [
    ...labelsState(scopes, "objectLabels", referencesOf(details), (column) => {
      return `[${subjectCode(view).code}.${column}]`;
    }),
    ...tables.flatMap(({ table, names }) => tableState(scopes, table, names)),
    ...memberState(scopes, screen),
    ...openState(scopes, rowControls([...screen.links, ...controls], lines)),
    ...offeredState(scopes, screen),
  ];
  if (controls.length > 0) page.imports.named("src/components/actions.tsx", "Actions");
  if (tables.length > 0) page.imports.named("src/components/section.tsx", "Section");
  return {
    props: state.map(({ name, type }) => ({ name, type, code: `this.${name}` })),
    view: {
      template: "live",
      base: "LiveView",
      endpoints: handlers.length > 0 ? ["page", "eventHandler"] : ["page"],
      context: { state, handlers: handlers.map((handler) => handlerContext(view, handler)) },
    },
    page: {
      template: "live",
      context: {
        ...pageHead(page, screen),
        ...detailsContext(page, details, "object", "objectLabels"),
        controls: controls.map((control) =>
          controlCode(page, control, { row: "object", rowName: null }),
        ),
        tables: tables.map(({ table, names }) => ({
          heading: jsxAttribute(table.heading),
          rows: names.rows,
          id: names.rows,
          condition: guardConditions(page, table.viewers).join(" && "),
          ...tableContext(page, table, names.labels),
        })),
      },
    },
  };
}

/** A field of the class: loaded by `mount` (and so again after each event), passed to the page. */
interface State {
  name: string;
  type: string;
  initial: string;
  /** Code of its value, in `mount`. */
  load: string;
}

/** What the class calls a table's rows and their labels. */
interface TableNames {
  /** `teamMembershipRows`: its mixed case can be no handler's name. */
  rows: string;
  /** `teamMembershipLabels`. */
  labels: string;
}

function namesOf({ app, tables }: LiveScreen, { model, scopeField }: RelatedTable): TableNames {
  const isRepeated = tables.filter((other) => other.model.model === model.model).length > 1;
  const prefix = model.label === app.label ? "" : `${model.label}_`;
  const ending = isRepeated && scopeField !== null ? `By${pascalCase(scopeField)}` : "";
  const name = camelCase(`${prefix}${model.model}`);
  // `objectLabels` are those of the page's own row.
  const labels = name === "object" && ending === "" ? "labelsOfObjects" : `${name}Labels${ending}`;
  return { rows: `${name}Rows${ending}`, labels };
}

function tableState(
  scopes: Scopes,
  { model, scopeField, columns, viewers }: RelatedTable,
  { rows, labels }: TableNames,
): State[] {
  const { view } = scopes;
  const table = modelCode(view, model);
  if (scopeField !== null) view.imports.named("drizzle-orm", "eq");
  view.imports.named("src/rows/pagination.ts", "MOST_SHOWN");
  const where = scopeField === null ? "" : `.where(eq(${table}.${scopeField}_id, this.object.id))`;
  return [
    {
      name: rows,
      type: inBoth(scopes, (scope) => `${rowTypeCode(scope, model)}[]`),
      initial: "[]",
      load: whereSeen(
        visitorCondition(view, viewers),
        `await this.db.select().from(${table})${where}.orderBy(${table}.id).limit(MOST_SHOWN)`,
      ),
    },
    ...labelsState(
      scopes,
      labels,
      referencesOf(columns),
      (column) => `this.${rows}.map((row) => row.${column})`,
    ),
  ];
}

/** Rows that the visitor may not view are not even loaded. */
function whereSeen(condition: string | null, rows: string): string {
  return condition === null ? rows : `${condition} ? ${rows} : []`;
}

function labelsState(
  scopes: Scopes,
  name: string,
  references: readonly Reference[],
  ids: (column: string) => string,
): State[] {
  if (references.length === 0) return [];
  const initial = references.map(({ field }) => `${field.name}: new Map()`).join(", ");
  return [
    {
      name,
      type: inBoth(scopes, (scope) => labelsType(scope, references)),
      initial: `{ ${initial} }`,
      load: labelsCode(scopes.view, references, ids),
    },
  ];
}

function memberState(scopes: Scopes, screen: LiveScreen): State[] {
  if (screen.memberTargets.length === 0) return [];
  const keys = screen.memberTargets.map((target) => memberKey(scopes.view, target));
  return [
    {
      name: ASKED.member,
      type: inBoth(scopes, (scope) => memberOfType(scope, screen)),
      initial: `{ ${keys.map((key) => `${key}: new Set()`).join(", ")} }`,
      load: memberOfCode(scopes.view, screen),
    },
  ];
}

function openState(scopes: Scopes, controls: readonly RowControl[]): State[] {
  if (controls.length === 0) return [];
  return [
    {
      name: ASKED.row,
      type: inBoth(scopes, (scope) => openRowsType(scope, controls)),
      initial: noOpenRows(scopes.view, controls),
      load: openRowsCode(scopes.view, controls),
    },
  ];
}

function offeredState(scopes: Scopes, screen: LiveScreen): State[] {
  if (pickersOf(screen).length === 0) return [];
  return [
    {
      name: OFFERED,
      type: inBoth(scopes, offeredType),
      initial: nothingOffered(scopes.view),
      load: offeredCode(scopes.view),
    },
  ];
}

/** A type that both files name: its code is the same, and each imports what it needs. */
function inBoth({ view, page }: Scopes, type: (scope: Scope) => string): string {
  type(page);
  return type(view);
}

function handlerContext(scope: Scope, handler: SafeHandler): object {
  const body = bodyContext(scope, handler);
  const guard = guardDecorator(scope, handler.guard);
  // One that may refuse says so at its end, too, that otherwise it has nothing to answer.
  const refuses = handler.effect !== null && mayRefuse(handler.effect);
  const effect = refuses ? `${body.effect}\n    return undefined;` : body.effect;
  return { ...body, guard, effect };
}
