import { FreeText } from "../../render/free-text.ts";
import type { SafeField } from "../../render/safe-project.ts";
import type { RowName, Title } from "../../screens/screen.ts";
import { sentence } from "../../screens/titles.ts";
import { jsxAttribute, literal, templateLiteral } from "../code/escapers.ts";
import type { Imports } from "../code/imports.ts";
import type { Scope } from "../code/scope.ts";
import { FIELD_TYPES } from "../field-types/field-types.ts";

/**
 * Code of what a row is called, for use inside a template literal: `row.name`, `#5`. It may be a
 * number.
 *
 * @param labels code of the labels of its references
 */
export function rowNameCode(
  { imports }: Scope,
  name: RowName,
  row: string,
  labels: string,
): string {
  if (name.by === "field") return fieldNameCode(imports, name.field, row);
  if (name.by === "id") return `\`#\${${row}.id}\``;
  const { field } = name.reference;
  return `${labels}.${field.name}.get(${row}.${field.name}_id)`;
}

function fieldNameCode(imports: Imports, field: SafeField, row: string): string {
  const code = `${row}.${field.name}`;
  const number = `\`#\${${row}.id}\``;
  const { named } = FIELD_TYPES[field.type];
  if (named !== undefined) {
    const text = named(code, imports);
    return field.null ? `${code} === null ? ${number} : ${text}` : text;
  }
  if (field.null) return `${code} ?? ${number}`;
  // Where an empty text is the default, a form takes it.
  return FreeText.unwrap(field.default) === "" ? `${code} || ${number}` : code;
}

/** A template literal of words and a row's name: `Edit ${row.name}`. */
export function labelled(words: FreeText, name: string): string {
  return `${templateLiteral(sentence(words, " ")).slice(0, -1)}\${${name}}\``;
}

/**
 * A page's title: a constant where it is code, and the value of the attributes that show it.
 *
 * @param row code of the row that the page is about
 */
export function titleContext(
  scope: Scope,
  title: Title,
  row: string,
): { title: string; titleAttribute: string } {
  if (title.kind === "words") {
    return { title: "", titleAttribute: jsxAttribute(title.words) };
  }
  return { title: titleCode(scope, title, row), titleAttribute: "{title}" };
}

function titleCode(scope: Scope, title: Exclude<Title, { kind: "words" }>, row: string): string {
  if (title.kind === "id") return `${literal(sentence(title.words, " #"))} + ${row}.id`;
  const { verb, field } = title;
  const name = rowNameCode(scope, { by: "field", field }, row, "");
  if (verb !== null) return labelled(verb, name);
  const { named, type } = FIELD_TYPES[field.type];
  return named !== undefined || type(field) === "string" ? name : `String(${name})`;
}
