import { FIELD_TYPES as LANGUAGE } from "../../../schema/field-types.ts";
import { literal } from "../code/escapers.ts";
import { FreeText } from "../../render/free-text.ts";
import type { SafeField, SafeParam } from "../../render/safe-project.ts";
import { columnName } from "../code/names.ts";
import { labelField, type Scope } from "../code/scope.ts";
import { FIELD_TYPES } from "../field-types/field-types.ts";

/** The class of a field's cells in a table; "" for plain text. */
export function cellStyle(field: SafeField): string {
  return FIELD_TYPES[field.type].cell ?? "";
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
  if (isNamed(scope, field)) {
    return `${labels}.${field.name}.get(${code})${field.null ? ' ?? "—"' : ""}`;
  }
  const { shown } = FIELD_TYPES[field.type];
  if (shown === undefined) return field.null ? `${code} ?? "—"` : code;
  const value = shown(code, scope.imports, brief);
  return field.null ? `${code} === null ? "—" : ${value}` : value;
}

/** Whether the row that a reference points to has a name of its own to show. */
export function isNamed(scope: Scope, field: SafeField): boolean {
  return (
    LANGUAGE[field.type].refersTo === "user" ||
    (field.to !== null && labelField(scope.project.model(field.to)) !== null)
  );
}

/** A value of the manifest as the code of a value of the field's column. */
export function valueLiteral(field: SafeField, value: FreeText | undefined): string {
  const plain = FreeText.unwrap(value);
  if (plain === null) return "null";
  return FIELD_TYPES[field.type].literal?.(plain) ?? literal(plain);
}

/** The type of a param's values: `number`, or the union of its choices. */
export function paramType(param: SafeParam): string {
  return FIELD_TYPES[param.type].type(param);
}
