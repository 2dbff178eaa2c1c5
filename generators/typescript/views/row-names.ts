import type { FreeText } from "../../render/free-text.ts";
import type { RowName, Title } from "../../screens/screen.ts";
import { sentence } from "../../screens/titles.ts";
import { jsxAttribute, literal, templateLiteral } from "../code/escapers.ts";

/**
 * Code of what a row is called, for use inside a template literal: `row.name`, `#5`.
 *
 * @param labels code of the labels of its references
 */
export function rowNameCode(name: RowName, row: string, labels: string): string {
  if (name.by === "field") {
    const { field } = name;
    return field.null ? `${row}.${field.name} ?? \`#\${${row}.id}\`` : `${row}.${field.name}`;
  }
  if (name.by === "id") return `\`#\${${row}.id}\``;
  const { field } = name.reference;
  return `${labels}.${field.name}.get(${row}.${field.name}_id)`;
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
export function titleContext(title: Title, row: string): { title: string; titleAttribute: string } {
  if (title.kind === "words") {
    return { title: "", titleAttribute: jsxAttribute(title.words) };
  }
  return { title: titleCode(title, row), titleAttribute: "{title}" };
}

function titleCode(title: Exclude<Title, { kind: "words" }>, row: string): string {
  if (title.kind === "id") return `${literal(sentence(title.words, " #"))} + ${row}.id`;
  const name = rowNameCode({ by: "field", field: title.field }, row, "");
  return title.verb === null ? name : labelled(title.verb, name);
}
