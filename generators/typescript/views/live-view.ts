import type { SafeEffect, SafeHandler } from "../../render/safe-project.ts";
import { doneMessage, effectCode, mayRefuse, paramsArgument, paramsShape } from "./effects.ts";
import { guardDecorator } from "../guards/guards.ts";
import { memberKey } from "./links.ts";
import { memberOfCode, memberTargets } from "./members.ts";
import { labelsCode, membersType, namedReferences } from "./references.ts";
import { type RelatedTable, relatedTables } from "../../screens/related.ts";
import { loadedRows, modelCode, rowTypeCode, type Scope } from "../code/scope.ts";
import { tableFields } from "../../screens/shown-fields.ts";
import { humanized } from "../../screens/titles.ts";
import { classContext, pageCode, protectionDecorators } from "./view-class.ts";

const ROWS = "src/database/rows.ts";

/** A field of the class: loaded by `mount` (and so again after each event), passed to the page. */
interface State {
  name: string;
  type: string;
  initial: string;
  /** Code of its value, in `mount`. */
  load: string;
}

/** The class of a live view: its state, one method a handler, and what it shows. */
export function liveContext(scope: Scope): object {
  const { view, imports } = scope;
  const { subject } = loadedRows(view);
  imports.named("src/runtime/decorators.ts", ...(view.handlers.length > 0 ? ["eventHandler"] : []));
  const state = [
    ...objectState(scope),
    ...relatedTables(scope).flatMap((table) => tableState(scope, table)),
    ...memberState(scope),
  ];
  const props = [
    ...(subject === null ? [] : ["object: this.object"]),
    ...state.map(({ name }) => `${name}: this.${name}`),
  ];
  return {
    ...classContext(scope, "page"),
    state,
    handlers: view.handlers.map((handler) => handlerContext(scope, handler)),
    page: pageCode(scope),
    props: props.length === 0 ? "{}" : `{ ${props.join(", ")} }`,
  };
}

function objectState(scope: Scope): State[] {
  const { subject } = loadedRows(scope.view);
  if (subject === null) return [];
  const { fields } = scope.project.model(subject.model);
  return labelsState(scope, "objectLabels", fields, (column) => `[this.object.${column}]`);
}

function tableState(scope: Scope, { model, field, rows, labels }: RelatedTable): State[] {
  const table = modelCode(scope, model);
  if (field !== null) scope.imports.named("drizzle-orm", "eq");
  const where = field === null ? "" : `.where(eq(${table}.${field.name}_id, this.object.id))`;
  return [
    {
      name: rows,
      type: `${rowTypeCode(scope, model)}[]`,
      initial: "[]",
      load: `await this.db.select().from(${table})${where}.orderBy(${table}.id).limit(1000)`,
    },
    ...labelsState(
      scope,
      labels,
      tableFields(scope.project, model, field?.name ?? null),
      (column) => `this.${rows}.map((row) => row.${column})`,
    ),
  ];
}

function labelsState(
  scope: Scope,
  name: string,
  fields: Parameters<typeof namedReferences>[1],
  ids: (column: string) => string,
): State[] {
  const named = namedReferences(scope, fields);
  if (named.length === 0) return [];
  scope.imports.types(ROWS, "Labels");
  const initial = `{ ${named.map((field) => `${field.name}: new Map()`).join(", ")} }`;
  return [
    {
      name,
      type: membersType(named, "Labels"),
      initial,
      load: labelsCode(scope, named, ids),
    },
  ];
}

function memberState(scope: Scope): State[] {
  const targets = memberTargets(scope);
  if (targets.length === 0) return [];
  scope.imports.types(ROWS, "Members");
  const keys = targets.map((target) => ({ name: memberKey(scope, target) }));
  return [
    {
      name: "memberOf",
      type: membersType(keys, "Members"),
      initial: `{ ${keys.map(({ name }) => `${name}: new Set()`).join(", ")} }`,
      load: memberOfCode(scope, targets),
    },
  ];
}

function handlerContext(scope: Scope, handler: SafeHandler): object {
  const argument = paramsArgument(handler.params);
  const written = handler.effect !== null;
  return {
    name: handler.name,
    shape: paramsShape(scope, handler.params),
    guard: guardDecorator(scope, handler.guard),
    protections: protectionDecorators(scope, handler.protections),
    written,
    argument: written || argument === "" ? argument : `_${argument}`,
    effect: handler.effect === null ? "" : handlerCode(scope, handler.effect),
    message: doneMessage(handler.effect, humanized(handler.name)),
  };
}

/** A handler that may refuse says so at its end, too, that otherwise it has nothing to answer. */
function handlerCode(scope: Scope, effect: SafeEffect): string {
  const code = effectCode(scope, effect);
  return mayRefuse(effect) ? `${code}\n    return undefined;` : code;
}
