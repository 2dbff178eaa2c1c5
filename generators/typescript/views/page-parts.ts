import type { PageScreen, ShownField, Table } from "../../screens/screen.ts";
import { jsxAttribute, jsxText } from "../code/escapers.ts";
import type { PageScope } from "../code/scope.ts";
import { controlCode } from "./controls.ts";
import { subjectName } from "./props.ts";
import { rowNameCode, titleContext } from "./row-names.ts";
import { cellStyle, shownValue } from "./values.ts";

/** What every page begins with: its title, and the links at its head. */
export function pageHead(page: PageScope, { title, links }: PageScreen): object {
  const row = subjectName(page.screen);
  return {
    ...titleContext(title, row),
    actions: links.map((link) => controlCode(page, link, { row, rowName: null })),
  };
}

/** One value of a row with its label, for tables and definition lists. */
interface ShownValue {
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
export function shownValues(
  page: PageScope,
  shown: readonly ShownField[],
  row: string,
  labels: string,
  brief: boolean,
): ShownValue[] {
  return shown.map((field) => ({
    label: jsxText(field.label),
    attribute: jsxAttribute(field.label),
    value: shownValue(page, field, row, labels, brief),
    style: cellStyle(field.field),
  }));
}

/** @param labels code of the labels of the rows' references */
export function tableContext(page: PageScope, table: Table, labels: string): object {
  const place = { row: "row", rowName: rowNameCode(table.rowName, "row", labels) } as const;
  return {
    empty: jsxText(table.empty),
    columns: shownValues(page, table.columns, "row", labels, true),
    rowActions: table.controls.map((control) => controlCode(page, control, place)),
  };
}
