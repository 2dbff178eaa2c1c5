import type { SafeEffect, SafeParam } from "../../render/safe-project.ts";
import { formField } from "../forms/form-fields.ts";
import { modelCode, type Scope, subjectCode } from "../code/scope.ts";
import { inputRows } from "../../screens/references.ts";
import { mayCode, visibleCode } from "./choices.ts";
import { fieldOf, storedValues } from "./effect-values.ts";
import { paramType } from "./values.ts";

const DRIZZLE = "drizzle-orm";
const ROWS = "src/rows/rows.ts";

/** Effects whose statements may return a refusal before their end. */
const MAY_REFUSE: Readonly<Record<SafeEffect["kind"], boolean>> = {
  toggle: false,
  set: false,
  advance: true,
  delete: false,
  create: false,
};

export function mayRefuse({ kind }: SafeEffect): boolean {
  return MAY_REFUSE[kind];
}

/** The statements of an effect, on `this.db`: the transaction. Values come from `params`. */
export function effectCode(scope: Scope, effect: SafeEffect, params: readonly SafeParam[]): string {
  switch (effect.kind) {
    case "toggle":
      return toggleCode(scope, effect.field);
    case "set": {
      const { model, code } = subjectCode(scope);
      const table = modelCode(scope, model);
      const { before, members } = storedValues(scope, model, effect.values, params);
      return `${before}await ${updateCode(table, `{ ${members} }`, idIs(scope, table, code))};`;
    }
    case "advance":
      return advanceCode(scope, effect.field);
    case "delete":
      return deleteCode(scope, effect, params);
    case "create": {
      const table = modelCode(scope, effect.model);
      const scoped = effect.scopeField === null ? "" : `, ${effect.scopeField}_id: this.object.id`;
      const { before, members } = storedValues(scope, effect.model, effect.values, params);
      const values = (members + scoped).replace(/^, /, "");
      return `${before}await this.db.insert(${table}).values({ ${values} });`;
    }
  }
}

function idIs(scope: Scope, table: string, row: string): string {
  scope.imports.named(DRIZZLE, "eq");
  return `eq(${table}.id, ${row}.id)`;
}

function updateCode(table: string, values: string, where: string): string {
  return `this.db.update(${table}).set(${values}).where(${where})`;
}

/** One atomic statement: two toggles at the same moment are two toggles. */
function toggleCode(scope: Scope, name: string): string {
  const { model, code } = subjectCode(scope);
  const table = modelCode(scope, model);
  const nullable = fieldOf(scope, model, name).null;
  scope.imports.named(DRIZZLE, nullable ? "sql" : "not");
  const flipped = nullable
    ? `sql\`not coalesce(\${${table}.${name}}, false)\``
    : `not(${table}.${name})`;
  return `await ${updateCode(table, `{ ${name}: ${flipped} }`, idIs(scope, table, code))};`;
}

/** Moves on only from the choice that was seen: of two at the same moment one is refused. */
function advanceCode(scope: Scope, name: string): string {
  const { model, code } = subjectCode(scope);
  const table = modelCode(scope, model);
  const current = `${code}.${name}`;
  scope.imports.named(DRIZZLE, "and", "eq");
  scope.imports.named(ROWS, "nextChoice");
  let unchanged = `eq(${table}.${name}, ${current})`;
  if (fieldOf(scope, model, name).null) {
    scope.imports.named(DRIZZLE, "isNull");
    unchanged = `${current} === null ? isNull(${table}.${name}) : ${unchanged}`;
  }
  const where = `and(${idIs(scope, table, code)}, ${unchanged})`;
  return `const next = nextChoice(${table}.${name}.enumValues, ${current});
    if (next === undefined) return this.refuse("There is no next step.");
    const advanced = await ${updateCode(table, `{ ${name}: next }`, where)}
      .returning({ id: ${table}.id });
    if (advanced.length === 0) return this.refuse("Somebody else changed this at the same moment.");`;
}

type DeleteEffect = Extract<SafeEffect, { kind: "delete" }>;

function deleteCode(scope: Scope, effect: DeleteEffect, params: readonly SafeParam[]): string {
  const table = modelCode(scope, effect.model);
  scope.imports.named(DRIZZLE, "eq");
  const conditions = [`eq(${table}.id, params.${effect.key})`];
  if (effect.scopeField !== null) {
    conditions.push(`eq(${table}.${effect.scopeField}_id, this.object.id)`);
  }
  conditions.push(...seenCode(scope, effect, params));
  if (conditions.length > 1) scope.imports.named(DRIZZLE, "and");
  const [only = ""] = conditions;
  const where = conditions.length > 1 ? `and(${conditions.join(", ")})` : only;
  scope.imports.named("src/rows/deletion.ts", "deleteRows");
  return `const deleted = await deleteRows(this.db, this.visitor, ${table}, ${where});
    if (deleted === 0) this.notFound();`;
}

/** The condition of a row that was chosen: the visitor may see it, else it is as if it were not there. */
function seenCode(scope: Scope, effect: DeleteEffect, params: readonly SafeParam[]): string[] {
  const { project, screen } = scope;
  const key = params.find(({ name }) => name === effect.key);
  const rows = key && inputRows(project, screen.view, effect, key);
  if (!rows || mayCode(scope, rows.viewers) === "true") return [];
  return [`${visibleCode(scope, { ...rows, tie: null })}.where`];
}

/** The shape of an endpoint's params: `{ member_id: integer() }`; empty when it has none. */
export function paramsShape(
  scope: Scope,
  params: readonly SafeParam[],
  effect: SafeEffect | null,
): string {
  if (params.length === 0) return "";
  const members = params.map((param) => {
    const { builder, code } = formField({ ...param, ...precisionOf(scope, param, effect) });
    scope.imports.named("src/forms/fields.ts", builder);
    return `${param.name}: ${code}`;
  });
  return `{ ${members.join(", ")} }`;
}

/** What a decimal must keep to so that no field that it is stored in rounds it. */
function precisionOf(scope: Scope, { name, type }: SafeParam, effect: SafeEffect | null) {
  if (type !== "decimal" || effect === null || !("values" in effect)) return {};
  const model = effect.kind === "create" ? effect.model : subjectCode(scope).model;
  const fed = Object.entries(effect.values)
    .filter(([, value]) => "param" in value && value.param === name)
    .map(([field]) => fieldOf(scope, model, field));
  if (fed.length === 0) return {};
  const decimalPlaces = Math.min(...fed.map((field) => field.decimalPlaces ?? 0));
  const before = fed.map((field) => (field.maxDigits ?? 0) - (field.decimalPlaces ?? 0));
  return { maxDigits: Math.min(...before) + decimalPlaces, decimalPlaces };
}

/** The one argument of an endpoint with params: `params: { member_id: number }`. */
export function paramsArgument(params: readonly SafeParam[]): string {
  if (params.length === 0) return "";
  const members = params.map((param) => `${param.name}: ${paramType(param)}`);
  return `params: { ${members.join("; ")} }`;
}
