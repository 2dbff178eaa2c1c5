import type { SafeField } from "../../render/safe-project.ts";
import { columnName } from "../code/names.ts";
import { labelField, modelCode, type Scope } from "../code/scope.ts";
import { isNamed } from "./values.ts";

const ROWS = "src/database/rows.ts";

/** Fields that point to a row of another table whose name a page shows. */
export function namedReferences(scope: Scope, fields: readonly SafeField[]): SafeField[] {
  return fields.filter((field) => isNamed(scope, field));
}

/**
 * In a view: the object with the labels of references, for a page's `labels`.
 *
 * @param ids code of the list of ids, given the name of the reference's column
 */
export function labelsCode(
  scope: Scope,
  fields: readonly SafeField[],
  ids: (column: string) => string,
): string {
  scope.imports.named(ROWS, "labelsOf");
  const members = namedReferences(scope, fields).map((field) => {
    const column = labelColumn(scope, field);
    return `${field.name}: await labelsOf(this.db, ${column}, ${ids(columnName(field))})`;
  });
  return `{ ${members.join(", ")} }`;
}

/** In a view: the object with the choices of references, for a page's `options`. */
export function optionsCode(scope: Scope, fields: readonly SafeField[]): string {
  scope.imports.named(ROWS, "optionsOf");
  const members = fields.map((field) => {
    const column = labelColumn(scope, field);
    return `${field.name}: await optionsOf(this.db, ${column}, form.raw.${columnName(field)})`;
  });
  return `{ ${members.join(", ")} }`;
}

/** The type of such an object, given that of its members. */
export function membersType(fields: readonly { name: string }[], type: string): string {
  return `{ ${fields.map((field) => `${field.name}: ${type}`).join("; ")} }`;
}

/** The column that names the row a reference points to; its id when it has no name. */
function labelColumn(scope: Scope, field: SafeField): string {
  if (field.to === null) {
    scope.imports.namespace("src/database/tables.ts", "* as auth");
    return "auth.User.username";
  }
  const label = labelField(scope.project.model(field.to));
  return `${modelCode(scope, field.to)}.${label?.name ?? "id"}`;
}
