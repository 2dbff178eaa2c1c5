import type { ComponentChildren } from "preact";
import type { Option } from "../database/rows.ts";

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
  children,
}: {
  field: FieldProps<Name>;
  check?: boolean;
  children: ComponentChildren;
}) {
  const text = (
    <label for={`id_${name}`}>
      {label}
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

/** A one-line input of any type. */
export function TextField<Name extends string>({
  type = "text",
  inputMode,
  maxLength,
  step,
  ...field
}: FieldProps<Name> & InputAttributes) {
  // Preact types each `type` of input apart from the others; this one is any of them.
  const attributes: object = { type, inputMode, maxLength, step };
  return (
    <FieldFrame field={field}>
      <input {...attributes} {...inputProps(field)} value={field.form.raw[field.name]} />
    </FieldFrame>
  );
}

/** An input of many lines. */
export function TextArea<Name extends string>(field: FieldProps<Name>) {
  return (
    <FieldFrame field={field}>
      <textarea {...inputProps(field)} rows={5}>
        {field.form.raw[field.name]}
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

/** A choice of one. A choice that is a plain text is its own label. */
export function SelectField<Name extends string>({
  options: choices,
  ...field
}: FieldProps<Name> & { options: readonly (Option | string)[] }) {
  const value = field.form.raw[field.name];
  const options = choices.map((choice) =>
    typeof choice === "string" ? { value: choice, label: choice } : choice,
  );
  return (
    <FieldFrame field={field}>
      <select {...inputProps(field)}>
        {(!field.required || !options.some((option) => option.value === value)) && (
          <option value="">{field.required ? "Choose…" : "—"}</option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
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
