import { isReference } from "../../../schema/field-types.ts";
import type { ModelRef } from "../../../schema/project.ts";
import type { SafeEffectValue, SafeField, SafeParam } from "../../render/safe-project.ts";
import { referenceOf } from "../../screens/references.ts";
import type { OfferedRows } from "../../screens/offered-rows.ts";
import { columnName } from "../code/names.ts";
import { type Scope, subjectCode } from "../code/scope.ts";
import { FIELD_TYPES } from "../field-types/field-types.ts";
import { choiceCode } from "./choices.ts";
import { valueLiteral } from "./values.ts";

type Values = Readonly<Record<string, SafeEffectValue>>;

/**
 * The values that an effect stores in a row, in code.
 *
 * @returns the statements that must come before, and the members of the object with the values
 */
export function storedValues(
  scope: Scope,
  model: ModelRef,
  values: Values,
  params: readonly SafeParam[],
): { before: string; members: string } {
  const fields = Object.entries(values).map(
    ([name, value]) => [fieldOf(scope, model, name), value] as const,
  );
  const demands = fields
    .filter(([, value]) => !isPicked(value, params))
    .map(([field, value]) => demandCode(scope, model, field, value))
    .join("");
  // However often it is stored, a request has one moment.
  const moments = fields.filter(([, value]) => "request" in value && value.request === "now");
  const isShared = moments.length > 1;
  const moment = isShared ? "now" : "new Date()";
  const members = fields.map(
    ([field, value]) => `${columnName(field)}: ${valueCode(scope, field, value, moment)}`,
  );
  return {
    before: demands + (isShared ? "const now = new Date();\n" : ""),
    members: members.join(", "),
  };
}

export function fieldOf(scope: Scope, model: ModelRef, name: string): SafeField {
  const field = scope.project.model(model).fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`the resolved project has no field ${name}`);
  return field;
}

/** What is chosen for an input is demanded of the input itself. */
function isPicked(value: SafeEffectValue, params: readonly SafeParam[]): boolean {
  const param = "param" in value && params.find(({ name }) => name === value.param);
  return param ? isReference(param.type) : false;
}

/** What comes from outside may refer only to rows that a form would offer. */
function demandCode(
  scope: Scope,
  model: ModelRef,
  field: SafeField,
  value: SafeEffectValue,
): string {
  const reference = referenceOf(scope.project, scope.screen.view, model, field);
  if (reference === null || !("param" in value)) return "";
  return demandedChoice(scope, reference, value.param);
}

/** The statement that throws unless the visitor may choose what the input names. */
export function demandedChoice(scope: Scope, rows: OfferedRows, param: string): string {
  scope.imports.named("src/forms/choices.ts", "demandChoice");
  return `await demandChoice(this.db, ${choiceCode(scope, rows)}, params.${param});\n`;
}

/** @param moment code of the moment of the request */
function valueCode(scope: Scope, field: SafeField, value: SafeEffectValue, moment: string): string {
  if ("value" in value) return valueLiteral(field, value.value);
  if ("param" in value) return `params.${value.param}`;
  switch (value.request) {
    case "user":
      return "this.user.id";
    case "now":
      return FIELD_TYPES[field.type].moment?.(moment, scope.imports) ?? moment;
    case "row":
      return `${subjectCode(scope).code}.id`;
    case "object":
      return "this.object.id";
  }
}
