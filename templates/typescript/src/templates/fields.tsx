import type { ComponentChildren } from "preact";
import { choiceLabel } from "#forms/choice-labels";
import { timeZone } from "#project";
import type { Option } from "#rows/rows";

/** The part of a form that its inputs need. `Name` is the union of its fields' names. */
interface FormState<Name extends string> {
  readonly raw: Readonly<Record<Name, string>>;
  readonly errors: Readonly<Partial<Record<Name, string>>>;
}

interface FieldProps<Name extends string> {
  form: FormState<Name>;
  name: Name;
  label: string;
  hint?: string;
  required?: boolean;
}

/** What every input has in common: its id, name, and what describes it. */
function inputProps<Name extends string>({ form, name, hint, required }: FieldProps<Name>) {
  const described = [hint && `id_${name}_hint`, form.errors[name] && `id_${name}_error`];
  return {
    id: `id_${name}`,
    name,
    required: required ?? false,
    "aria-describedby": described.filter(Boolean).join(" ") || undefined,
    "aria-invalid": form.errors[name] ? ("true" as const) : undefined,
  };
}

function FieldFrame<Name extends string>({
  field: { form, name, label, hint, required },
  check = false,
  unit,
  children,
}: {
  field: FieldProps<Name>;
  check?: boolean;
  unit?: string | undefined;
  children: ComponentChildren;
}) {
  const text = (
    <label for={`id_${name}`}>
      {label}
      {unit && <span class="hint"> ({unit})</span>}
      {!required && !check && <span class="hint"> (optional)</span>}
    </label>
  );
  return (
    <div class={check ? "field check" : "field"}>
      {check ? [children, text] : [text, children]}
      {hint && (
        <p class="hint" id={`id_${name}_hint`}>
          {hint}
        </p>
      )}
      {form.errors[name] && (
        <p class="error" id={`id_${name}_error`}>
          {form.errors[name]}
        </p>
      )}
    </div>
  );
}

interface InputAttributes {
  type?: "date" | "datetime-local" | "email" | "number" | "text" | "time" | "url";
  inputMode?: "decimal" | "numeric";
  maxLength?: number;
  step?: number | "any";
}

/** What browsers show in inputs of these types; of any other text they show nothing, and send that. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  "datetime-local": /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/,
  number: /^-?\d+$/,
  time: /^([01]\d|2[0-3]):\d\d(:\d\d(\.\d{1,3})?)?$/,
};

/** A one-line input of any type; one for any text when that type does not show the value. */
export function TextField<Name extends string>({
  type = "text",
  inputMode,
  maxLength,
  step,
  ...field
}: FieldProps<Name> & InputAttributes) {
  const value = field.form.raw[field.name];
  const isShown = value === "" || (SHOWN[type]?.test(value) ?? true);
  // Preact types each `type` of input apart from the others; this one is any of them.
  const attributes: object = {
    type: isShown ? type : "text",
    inputMode,
    // Browsers count some characters twice.
    maxLength: maxLength && 2 * maxLength,
    step,
  };
  return (
    <FieldFrame field={field} unit={type === "datetime-local" ? timeZone : undefined}>
      <input {...attributes} {...inputProps(field)} value={value} />
    </FieldFrame>
  );
}

/** An input of many lines. */
export function TextArea<Name extends string>(field: FieldProps<Name>) {
  return (
    <FieldFrame field={field}>
      <textarea {...inputProps(field)} rows={5}>
        {/* Browsers drop a line break at the beginning. */}
        {`\n${field.form.raw[field.name]}`}
      </textarea>
    </FieldFrame>
  );
}

/** A checkbox. */
export function CheckField<Name extends string>(field: FieldProps<Name>) {
  return (
    <FieldFrame field={field} check>
      <input {...inputProps(field)} type="checkbox" checked={field.form.raw[field.name] === "on"} />
    </FieldFrame>
  );
}

/** The choices of a boolean that may also be unknown. */
export const yesOrNo: readonly Option[] = [
  { value: "on", label: "Yes" },
  { value: "off", label: "No" },
];

/**
 * A choice of one. A choice that is a plain text is read by its label, if it has one; a row may hold
 * one that is no longer among them, and keeps it until another is chosen.
 */
export function SelectField<Name extends string>({
  options: choices,
  labels = {},
  ...field
}: FieldProps<Name> & {
  options: readonly (Option | string)[];
  labels?: Readonly<Record<string, string>>;
}) {
  const value = field.form.raw[field.name];
  // Browsers send a line break as CRLF.
  const isChosen = (option: Option) =>
    option.value === value || option.value === value.replaceAll("\r\n", "\n");
  const options = choices.map((choice) =>
    typeof choice === "string" ? { value: choice, label: choiceLabel(labels, choice) } : choice,
  );
  const isOffered = options.some(isChosen);
  const isRetired =
    value !== "" && !isOffered && !field.form.errors[field.name] && typeof choices[0] === "string";
  if (isRetired) options.unshift({ value, label: `${value} (retired)` });
  return (
    <FieldFrame field={field}>
      <select {...inputProps(field)}>
        {(!field.required || !(isOffered || isRetired)) && (
          <option value="">{field.required ? "Choose…" : "—"}</option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={isChosen(option)}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/** What is wrong with a form as a whole. */
export function FormErrors({
  form,
}: {
  form: { readonly message: string | null; readonly errors: object };
}) {
  if (form.message === null && Object.keys(form.errors).length === 0) return null;
  return (
    <p class="form-error" role="alert">
      {form.message ?? "Please look at the marked fields again."}
    </p>
  );
}
