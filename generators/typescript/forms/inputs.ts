import { FIELD_TYPES as LANGUAGE } from "../../../schema/field-types.ts";
import { jsxAttribute, jsxText } from "../code/escapers.ts";
import { FreeText } from "../../render/free-text.ts";
import type { SafeParam } from "../../render/safe-project.ts";
import { columnName } from "../code/names.ts";
import type { Imports } from "../code/imports.ts";
import { FIELD_TYPES } from "../field-types/field-types.ts";
import type { Choice, Input, ParamInput } from "../../screens/screen.ts";

const FIELDS = "src/templates/fields.tsx";

/**
 * The input of a model's field, bound to `form`; the choices of a reference come in `options`.
 *
 * @param labels code of the labels of the field's choices
 */
export function fieldInput(
  imports: Imports,
  { label, field }: Input,
  labels: () => string,
): string {
  const { input, nullableInput = input } = FIELD_TYPES[field.type];
  const { component, attributes, options } = field.null ? nullableInput : input;
  imports.named(FIELDS, component);
  const parts = [
    `<${component} form={form}`,
    `name="${columnName(field)}"`,
    `label=${jsxAttribute(label)}`,
    field.helpText === null ? "" : `hint=${jsxAttribute(field.helpText)}`,
    attributes ?? "",
    field.maxLength !== null && component === "TextField" ? `maxLength={${field.maxLength}}` : "",
  ];
  if (options !== undefined) parts.push(options(field, imports, labels));
  const mayBeEmpty = field.null || FreeText.unwrap(field.default) === "";
  if (!mayBeEmpty && LANGUAGE[field.type].implicitDefault === undefined) parts.push("required");
  return `${parts.filter((part) => part !== "").join(" ")} />`;
}

/**
 * The input of an action's or event's param, inside its own label.
 *
 * @param options code of the rows or users that it offers
 */
export function paramInput(
  imports: Imports,
  { label, param, choices, rows }: ParamInput,
  options: () => string,
): string {
  const isMoment = param.type === "datetime";
  if (isMoment) imports.named("src/project.ts", "timeZone");
  if (rows !== null) imports.named("src/controls/row-select.tsx", "RowSelect");
  const input =
    rows === null
      ? bareInput(param, choices)
      : `<RowSelect name="${param.name}" options={${options()}} />`;
  return `<label>${jsxText(label)} ${isMoment ? "({timeZone}) " : ""}${input}</label>`;
}

function bareInput(param: SafeParam, choices: readonly Choice[]): string {
  const { component, attributes = "" } = FIELD_TYPES[param.type].input;
  const name = `name="${param.name}"`;
  if (component === "CheckField") return `<input type="checkbox" ${name} />`;
  if (component === "TextArea") return `<textarea ${name} required />`;
  if (component === "SelectField") {
    const options = choices.map(
      ({ value, label }) => `<option value=${jsxAttribute(value)}>${jsxText(label)}</option>`,
    );
    return `<select ${name} required>${options.join("")}</select>`;
  }
  // Browsers count some characters twice.
  const length = param.maxLength === null ? "" : `maxLength={${2 * param.maxLength}}`;
  return `<input ${name} ${attributes} ${length} required />`;
}
