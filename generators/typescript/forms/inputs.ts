import type { FieldType } from "../../../schema/project.ts";
import { jsxAttribute, jsxText, literal } from "../code/escapers.ts";
import { FreeText } from "../../render/free-text.ts";
import type { SafeField, SafeParam } from "../../render/safe-project.ts";
import { columnName } from "../code/names.ts";
import type { Scope } from "../code/scope.ts";
import { fieldLabel, humanized } from "../../screens/titles.ts";

const FIELDS = "src/templates/fields.tsx";

type Component = "TextField" | "TextArea" | "CheckField" | "SelectField";

interface Input {
  component: Component;
  /** Attributes of the `<input>`, as JSX. */
  attributes?: string;
}

/** How each field type is asked for. */
const INPUTS: Record<FieldType, Input> = {
  string: { component: "TextField" },
  text: { component: "TextArea" },
  integer: { component: "TextField", attributes: 'type="number" step={1}' },
  // Beyond 2^53 a number input would round.
  bigint: { component: "TextField", attributes: 'inputMode="numeric"' },
  decimal: { component: "TextField", attributes: 'inputMode="decimal"' },
  boolean: { component: "CheckField" },
  date: { component: "TextField", attributes: 'type="date"' },
  datetime: { component: "TextField", attributes: 'type="datetime-local" step="any"' },
  time: { component: "TextField", attributes: 'type="time" step="any"' },
  uuid: { component: "TextField" },
  email: { component: "TextField", attributes: 'type="email"' },
  url: { component: "TextField", attributes: 'type="url"' },
  slug: { component: "TextField" },
  json: { component: "TextArea" },
  choice: { component: "SelectField" },
  reference: { component: "SelectField" },
  user: { component: "SelectField" },
};

/** The input of a model's field, bound to `form`; the choices of a reference come in `options`. */
export function fieldInput(imports: Scope["imports"], field: SafeField): string {
  const yesNo = field.type === "boolean" && field.null;
  const { component, attributes } = yesNo ? SELECT : INPUTS[field.type];
  imports.named(FIELDS, component);
  const parts = [
    `<${component} form={form}`,
    `name="${columnName(field)}"`,
    `label=${jsxAttribute(fieldLabel(field))}`,
    field.helpText === null ? "" : `hint=${jsxAttribute(field.helpText)}`,
    attributes ?? "",
    field.maxLength !== null && component === "TextField" ? `maxLength={${field.maxLength}}` : "",
  ];
  if (field.type === "choice") parts.push(`options={${literal(field.choices)}}`);
  if (field.to !== null || field.type === "user") parts.push(`options={options.${field.name}}`);
  if (yesNo) {
    imports.named(FIELDS, "yesOrNo");
    parts.push("options={yesOrNo}");
  }
  if (!field.null && field.type !== "boolean") parts.push("required");
  return `${parts.filter((part) => part !== "").join(" ")} />`;
}

const SELECT: Input = { component: "SelectField" };

/** The input of an action's or event's param, inside its own label. */
export function paramInput(param: SafeParam): string {
  const label = jsxText(new FreeText(humanized(param.name)));
  return `<label>${label} ${bareInput(param)}</label>`;
}

function bareInput(param: SafeParam): string {
  const { component, attributes = "" } = INPUTS[param.type];
  const name = `name="${param.name}"`;
  if (component === "CheckField") return `<input type="checkbox" ${name} />`;
  if (component === "TextArea") return `<textarea ${name} required />`;
  if (component === "SelectField") {
    const options = param.choices.map(
      (choice) => `<option value=${jsxAttribute(choice)}>${jsxText(choice)}</option>`,
    );
    return `<select ${name} required>${options.join("")}</select>`;
  }
  const length = param.maxLength === null ? "" : `maxLength={${param.maxLength}}`;
  return `<input ${name} ${attributes} ${length} required />`;
}
