import type { FieldType } from "../../../schema/project.ts";
import { literal } from "../code/escapers.ts";
import { FreeText } from "../../render/free-text.ts";
import type { SafeField, SafeParam } from "../../render/safe-project.ts";
import { columnName } from "../code/names.ts";
import { labelField, type Scope } from "../code/scope.ts";

const VALUES = "src/templates/values.tsx";

interface TypeInCode {
  /** The type of its values in code, null apart. */
  type: string;
  /** How a page shows it, given the code of the value; as it is when absent. */
  shown?: (code: string, scope: Scope, brief: boolean) => string;
  /** How a written value becomes a literal; its JSON when absent. */
  literal?: (value: unknown) => string;
  /** The class of its cells in a table. */
  style?: "num" | "date" | "text";
}

/** How the code handles the values of each field type. */
const TYPES: Record<FieldType, TypeInCode> = {
  string: { type: "string" },
  text: {
    type: "string",
    shown: (code, scope, brief) => (brief ? excerpt(code, scope) : code),
    style: "text",
  },
  integer: { type: "number", style: "num" },
  bigint: {
    type: "bigint",
    shown: (code) => `String(${code})`,
    literal: (value) => `${BigInt(value as number | string)}n`,
    style: "num",
  },
  decimal: { type: "string", literal: (value) => literal(String(value)), style: "num" },
  boolean: {
    type: "boolean",
    shown: (code) => `${code} ? "Yes" : "No"`,
  },
  date: { type: "string", style: "date" },
  datetime: {
    type: "Date",
    shown: (code, scope) => {
      scope.imports.named(VALUES, "Moment");
      return `<Moment value={${code}} />`;
    },
    literal: (value) => `new Date(${literal(value)})`,
    style: "date",
  },
  time: { type: "string", style: "date" },
  uuid: { type: "string" },
  email: { type: "string" },
  url: { type: "string" },
  slug: { type: "string" },
  json: {
    type: "unknown",
    shown: (code, scope, brief) =>
      brief ? excerpt(`JSON.stringify(${code})`, scope) : `JSON.stringify(${code})`,
    style: "text",
  },
  choice: { type: "string" },
  reference: { type: "number" },
  user: { type: "number" },
};

function excerpt(code: string, scope: Scope): string {
  scope.imports.named(VALUES, "excerpt");
  return `excerpt(${code})`;
}

/** The class of a field's cells in a table; "" for plain text. */
export function cellStyle(field: SafeField): string {
  return TYPES[field.type].style ?? "";
}

/**
 * What stands between the braces where a page shows a field of a row.
 *
 * @param row code of the row
 * @param labels code of the labels of the row's references
 * @param brief in a table, where long texts are cut
 */
export function shownValue(
  scope: Scope,
  field: SafeField,
  row: string,
  labels: string,
  brief: boolean,
): string {
  const code = `${row}.${columnName(field)}`;
  if (field.type === "user" || field.type === "reference") {
    if (isNamed(scope, field)) {
      return `${labels}.${field.name}.get(${code})${field.null ? ' ?? "—"' : ""}`;
    }
    const id = `\`#\${${code}}\``;
    return field.null ? `${code} === null ? "—" : ${id}` : id;
  }
  const { shown } = TYPES[field.type];
  if (shown === undefined) return field.null ? `${code} ?? "—"` : code;
  const value = shown(code, scope, brief);
  return field.null ? `${code} === null ? "—" : ${value}` : value;
}

/** Whether the row that a reference points to has a name of its own to show. */
export function isNamed(scope: Scope, field: SafeField): boolean {
  return (
    field.type === "user" ||
    (field.to !== null && labelField(scope.project.model(field.to)) !== null)
  );
}

/** A value of the manifest as the code of a value of the field's column. */
export function valueLiteral(field: SafeField, value: FreeText | undefined): string {
  const plain = FreeText.unwrap(value);
  if (plain === null) return "null";
  return TYPES[field.type].literal?.(plain) ?? literal(plain);
}

/** The type of a param's values: `number`, or the union of its choices. */
export function paramType(param: SafeParam): string {
  if (param.type === "choice") return param.choices.map((choice) => literal(choice)).join(" | ");
  return TYPES[param.type].type;
}
