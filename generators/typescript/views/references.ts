import type { Reference } from "../../screens/screen.ts";
import { columnName } from "../code/names.ts";
import { modelCode, type PageScope, type Scope } from "../code/scope.ts";
import { type Prop, recordType } from "./props.ts";

const ROWS = "src/database/rows.ts";

/**
 * In a view: the object with the labels of references, for a page's `labels`; "" for none.
 *
 * @param ids code of the list of ids, given the name of the reference's column
 */
export function labelsCode(
  scope: Scope,
  references: readonly Reference[],
  ids: (column: string) => string,
): string {
  if (references.length === 0) return "";
  scope.imports.named(ROWS, "labelsOf");
  const members = references.map((reference) => {
    const { field } = reference;
    const column = labelColumn(scope, reference);
    return `${field.name}: await labelsOf(this.db, ${column}, ${ids(columnName(field))})`;
  });
  return `{ ${members.join(", ")} }`;
}

/** The prop with the labels of references; none where no reference has one. */
export function labelsProps(
  page: PageScope,
  references: readonly Reference[],
  prop: { name: string; code: string },
): Prop[] {
  if (references.length === 0) return [];
  return [{ ...prop, type: labelsType(page, references) }];
}

export function labelsType({ imports }: Scope, references: readonly Reference[]): string {
  imports.types(ROWS, "Labels");
  return recordType(
    references.map(({ field }) => field.name),
    "Labels",
  );
}

/** In a view: the object with the choices of references, for a page's `options`; "" for none. */
export function optionsCode(scope: Scope, references: readonly Reference[]): string {
  if (references.length === 0) return "";
  scope.imports.named(ROWS, "optionsOf");
  const members = references.map((reference) => {
    const { field } = reference;
    const column = labelColumn(scope, reference);
    return `${field.name}: await optionsOf(this.db, ${column}, form.raw.${columnName(field)})`;
  });
  return `{ ${members.join(", ")} }`;
}

/** The column that names the row a reference points to; its id when it has no name. */
function labelColumn(scope: Scope, { to, labelField }: Reference): string {
  if (to !== null) return `${modelCode(scope, to)}.${labelField ?? "id"}`;
  scope.imports.namespace("src/database/tables.ts", "* as auth");
  return `auth.User.${labelField ?? "id"}`;
}
