import type { SafeField } from "../../render/safe-project.ts";
import type { ListScreen } from "../../screens/screen.ts";
import { referencesOf } from "../../screens/shown-fields.ts";
import { literal } from "../code/escapers.ts";
import { columnName, OFFERED } from "../code/names.ts";
import { modelCode, rowTypeCode, type Scope } from "../code/scope.ts";
import { listFilters } from "./list-filters.ts";
import { memberOfCode, memberOfProps } from "./members.ts";
import { openRowsCode, openRowsProps, rowControls } from "./open-rows.ts";
import { pageHead, tableContext } from "./page-parts.ts";
import { offeredCode, offeredProps } from "./pickers.ts";
import type { Scopes, ViewFiles } from "./view-kind.ts";
import { labelsCode, labelsProps, visiblesCode } from "./references.ts";

/** A page of rows, one a line. */
export function listFiles({ view, page }: Scopes, screen: ListScreen): ViewFiles {
  const { model, columns } = screen.table;
  const named = referencesOf(columns);
  const asking = rowControls(screen.links, [{ controls: screen.table.controls, rows: "rows" }]);
  page.imports.types("src/lists/address.ts", "List");
  page.imports.named("src/components/list-pages.tsx", "ListPages");
  const ids = (column: string) => `rows.map((row) => row.${column})`;
  return {
    props: [
      { name: "rows", type: `${rowTypeCode(page, model)}[]`, code: "rows" },
      { name: "list", type: "List", code: "list" },
      ...labelsProps(page, named, { name: "labels", code: "labels" }),
      ...memberOfProps(page, screen, "members"),
      ...openRowsProps(page, asking),
      ...offeredProps(page, OFFERED),
    ],
    view: {
      template: "list",
      base: "View",
      endpoints: ["get"],
      context: {
        ...queryContext(view, screen),
        labels: labelsCode(view, named, ids, ({ field }) => `references.${columnName(field)}`),
        memberOf: memberOfCode(view, screen),
        openRows: openRowsCode(view, asking),
        offered: offeredCode(view),
      },
    },
    page: {
      template: "list",
      context: {
        ...pageHead(page, screen),
        rows: "rows",
        list: "list",
        filters: listFilters(page, screen),
        id: "row",
        ...tableContext(page, screen.table, "labels", screen.sortable),
      },
    },
  };
}

/** Which rows the list has, and what may be asked of it. */
function queryContext(
  view: Scope,
  { table, search, filters, order, sortable, references }: ListScreen,
): object {
  view.imports.named("src/lists/list.ts", "readList");
  const { model, scopeField } = table;
  const code = modelCode(view, model);
  if (scopeField !== null) view.imports.named("drizzle-orm", "eq");
  const keys = order.map(({ field, descending }) => `${descending ? "-" : ""}${columnName(field)}`);
  const names = (fields: readonly { field: SafeField }[]) =>
    listed(fields.map(({ field }) => columnName(field)));
  return {
    table: code,
    where: scopeField === null ? "" : `eq(${code}.${scopeField}_id, this.object.id)`,
    order: listed(keys),
    sortable: names(sortable),
    search: listed(search.map(columnName)),
    filter: names(filters),
    references: visiblesCode(view, references),
  };
}

/** A list of names in code; "" for none. */
function listed(names: readonly string[]): string {
  return names.length === 0 ? "" : literal(names);
}
