import type { PageScreen, ShownField, Table } from "../../screens/screen.ts";
import { jsxAttribute, literal } from "../code/escapers.ts";
import { columnName } from "../code/names.ts";
import type { PageScope } from "../code/scope.ts";
import { controlCode } from "./controls.ts";
import { subjectName } from "./props.ts";
import { rowNameCode, titleContext } from "./row-names.ts";
import { cellStyle, shownValue } from "./values.ts";

/** What every page begins with: its title, and the links at its head. */
export function pageHead(page: PageScope, { title, links }: PageScreen): object {
  const row = subjectName(page.screen);
  page.imports.named("src/components/page-head.tsx", "PageHead");
  return {
    ...titleContext(page, title, row),
    actions: links.map((link) => controlCode(page, link, { row, rowName: null })),
  };
}

/**
 * @param row code of the row
 * @param labels code of the labels of its references
 */
export function detailsContext(
  page: PageScope,
  shown: readonly ShownField[],
  row: string,
  labels: string,
): object {
  if (shown.length > 0) {
    page.imports.named("src/components/detail-list.tsx", "Detail", "DetailList");
  }
  const details = shown.map((field) => ({
    title: jsxAttribute(field.label),
    value: shownValue(page, field, row, labels, false),
  }));
  return { details };
}

/**
 * @param labels code of the labels of the rows' references
 * @param sortable the columns by which visitors may order the rows
 */
export function tableContext(
  page: PageScope,
  table: Table,
  labels: string,
  sortable: readonly ShownField[] = [],
): object {
  // Worked out where it is used alone, so that nothing is imported for it elsewhere.
  const rowName =
    table.controls.length === 0 ? null : rowNameCode(page, table.rowName, "row", labels);
  const place = { row: "row", rowName } as const;
  page.imports.named("src/components/data-table.tsx", "DataTable");
  return {
    empty: jsxAttribute(table.empty),
    columns: table.columns.map((field) => ({
      title: literal(field.label),
      style: cellStyle(field.field),
      sort: sortable.includes(field) ? columnName(field.field) : "",
      value: shownValue(page, field, "row", labels, true),
    })),
    rowActions: table.controls.map((control) => controlCode(page, control, place)),
  };
}
