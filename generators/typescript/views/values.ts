import { literal } from "../code/escapers.ts";
import { FreeText } from "../../render/free-text.ts";
import type { SafeField, SafeParam } from "../../render/safe-project.ts";
import type { OwnedView, ShownField } from "../../screens/screen.ts";
import { columnName } from "../code/names.ts";
import type { PageScope } from "../code/scope.ts";
import { urlCode } from "../code/urls.ts";
import { choiceLabelsCode } from "../models/choices.ts";
import { FIELD_TYPES } from "../field-types/field-types.ts";
import { guardConditions } from "./controls.ts";

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
  scope: PageScope,
  { field, owner, reference }: ShownField,
  row: string,
  labels: string,
  brief: boolean,
): string {
  const code = `${row}.${columnName(field)}`;
  if (reference !== null) {
    const name = `${labels}.${field.name}.get(${code})`;
    if (reference.detail === null) return field.null ? `${name} ?? "—"` : name;
    const shownName = linkedName(scope, reference.detail, code, name);
    return field.null ? `${code} === null ? "—" : ${shownName}` : shownName;
  }
  const { shown } = FIELD_TYPES[field.type];
  if (shown === undefined) return field.null ? `${code} ?? "—"` : code;
  const { imports, project, screen } = scope;
  const choiceLabels = () =>
    choiceLabelsCode(imports, screen.app, project.app(owner.label), owner.model, field);
  const value = shown(code, { imports, brief, labels: choiceLabels });
  return field.null ? `${code} === null ? "—" : ${value}` : value;
}

/** The name of a row, as a link for those who may open the row's page. */
function linkedName(page: PageScope, detail: OwnedView, id: string, name: string): string {
  page.imports.named("src/components/row-link.tsx", "RowLink");
  const link = `<RowLink href={${urlCode(page.imports, detail, id)}}>{${name}}</RowLink>`;
  const [condition] = guardConditions(page, detail.view.guard);
  return condition === undefined ? link : `(${condition} && ${link}) || ${name}`;
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
