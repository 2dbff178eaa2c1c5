import type { ModelRef } from "../../../schema/project.ts";
import { jsxAttribute, jsxText, literal } from "../code/escapers.ts";
import { FreeText } from "../../render/free-text.ts";
import type { SafeField } from "../../render/safe-project.ts";
import { labelled } from "./links.ts";
import { namedReferences } from "./references.ts";
import { labelField, type Scope } from "../code/scope.ts";
import { capital, fieldLabel, modelNoun, sentence } from "../../screens/titles.ts";
import { cellStyle, shownValue } from "./values.ts";

/** One value of a row with its label, for tables and definition lists. */
export interface ShownField {
  /** The label as a child of an element, and as an attribute's value. */
  label: string;
  attribute: string;
  value: string;
  /** The class of its cells in a table: `num`, `date`, `text` or "". */
  style: string;
}

/**
 * @param row code of the row
 * @param labels code of the labels of its references
 * @param brief in a table, where long texts are cut
 */
export function shownFields(
  scope: Scope,
  fields: readonly SafeField[],
  row: string,
  labels: string,
  brief: boolean,
): ShownField[] {
  return fields.map((field) => ({
    label: jsxText(fieldLabel(field)),
    attribute: jsxAttribute(fieldLabel(field)),
    value: shownValue(scope, field, row, labels, brief),
    style: cellStyle(field),
  }));
}

/**
 * Code of what a row is called, for use inside a template literal: `row.name`, `#5`.
 *
 * @param labels code of the labels of the row's references, when the page has them
 * @param references the references that they are for
 */
export function rowLabel(
  scope: Scope,
  ref: ModelRef,
  row: string,
  labels: string | null,
  references: readonly SafeField[],
): string {
  const model = scope.project.model(ref);
  const field = labelField(model);
  if (field !== null) {
    return field.null ? `${row}.${field.name} ?? \`#\${${row}.id}\`` : `${row}.${field.name}`;
  }
  const [reference] = namedReferences(scope, references).filter((candidate) => !candidate.null);
  if (reference !== undefined && labels !== null) {
    return `${labels}.${reference.name}.get(${row}.${reference.name}_id)`;
  }
  return `\`#\${${row}.id}\``;
}

/** A page's title: words that stand fast, or code with the name of the row it is about. */
export type Title = { text: FreeText } | { code: string };

/** The name of one row as a title, after a verb or alone: `Edit Bolts`, `Inventory record #5`. */
export function rowTitle(scope: Scope, ref: ModelRef, row: string, verb: string | null): Title {
  const model = scope.project.model(ref);
  const field = labelField(model);
  const noun = modelNoun(model);
  if (field === null) {
    const words = verb === null ? capital(noun) : sentence(`${verb} `, noun);
    return { code: `${literal(sentence(words, " #"))} + ${row}.id` };
  }
  const label = rowLabel(scope, ref, row, null, []);
  return { code: verb === null ? label : labelled(new FreeText(verb), label) };
}

/** The parts of a page's head: a constant where the title is code, and where it is used. */
export function titleContext(title: Title): {
  title: string;
  titleAttribute: string;
  heading: string;
} {
  return "code" in title
    ? { title: title.code, titleAttribute: "{title}", heading: "{title}" }
    : { title: "", titleAttribute: jsxAttribute(title.text), heading: jsxText(title.text) };
}
