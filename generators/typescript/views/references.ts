import type { Reference } from "../../screens/screen.ts";
import { columnName } from "../code/names.ts";
import type { PageScope, Scope } from "../code/scope.ts";
import { choiceCode, visibleCode } from "./choices.ts";
import { type Prop, recordType } from "./props.ts";

const ROWS = "src/rows/rows.ts";

/**
 * In a view: the object with the labels of references, for a page's `labels`; "" for none.
 *
 * @param ids code of the list of ids, given the name of the reference's column
 * @param visible code of the rows that the visitor may see
 */
export function labelsCode(
  scope: Scope,
  references: readonly Reference[],
  ids: (column: string) => string,
  visible = (reference: Reference) => visibleCode(scope, reference),
): string {
  if (references.length === 0) return "";
  scope.imports.named(ROWS, "labelsOf");
  const members = references.map((reference) => {
    const { field } = reference;
    const rows = visible(reference);
    return `${field.name}: await labelsOf(this.db, ${rows}, ${ids(columnName(field))})`;
  });
  return `{ ${members.join(", ")} }`;
}

/** The prop with the labels of references; none where there is no reference. */
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

/** In a form's view: the object with what the references may be set to, by column; "" for none. */
export function choicesCode(scope: Scope, references: readonly Reference[]): string {
  return byColumn(references, (reference) => choiceCode(scope, reference));
}

/** In a list's view: the object with the rows that the visitor may see, by column; "" for none. */
export function visiblesCode(scope: Scope, references: readonly Reference[]): string {
  return byColumn(references, (reference) => visibleCode(scope, reference));
}

function byColumn(
  references: readonly Reference[],
  code: (reference: Reference) => string,
): string {
  if (references.length === 0) return "";
  const members = references.map((reference) => {
    return `${columnName(reference.field)}: ${code(reference)}`;
  });
  return `{ ${members.join(", ")} }`;
}
