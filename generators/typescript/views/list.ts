import type { ListScreen } from "../../screens/screen.ts";
import { referencesOf } from "../../screens/shown-fields.ts";
import { OFFERED } from "../code/names.ts";
import { modelCode, rowTypeCode, type Scope } from "../code/scope.ts";
import { memberOfCode, memberOfProps } from "./members.ts";
import { openRowsCode, openRowsProps, rowControls } from "./open-rows.ts";
import { pageHead, tableContext } from "./page-parts.ts";
import { offeredCode, offeredProps } from "./pickers.ts";
import type { Scopes, ViewFiles } from "./view-kind.ts";
import { labelsCode, labelsProps } from "./references.ts";

const PAGINATION = "src/rows/pagination.ts";

/** A page of rows, one a line. */
export function listFiles({ view, page }: Scopes, screen: ListScreen): ViewFiles {
  const { model, columns } = screen.table;
  const named = referencesOf(columns);
  const asking = rowControls(screen.links, [{ controls: screen.table.controls, rows: "rows" }]);
  page.imports.types(PAGINATION, "Pages");
  page.imports.named("src/templates/pagination.tsx", "Pagination");
  return {
    props: [
      { name: "rows", type: `${rowTypeCode(page, model)}[]`, code: "rows" },
      { name: "pages", type: "Pages", code: "pages" },
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
        labels: labelsCode(view, named, (column) => `rows.map((row) => row.${column})`),
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
        id: "",
        ...tableContext(page, screen.table, "labels"),
      },
    },
  };
}

function queryContext(view: Scope, { table: { model, scopeField } }: ListScreen): object {
  view.imports.named(PAGINATION, "paginate");
  const table = modelCode(view, model);
  if (scopeField === null) return { table, where: "" };
  view.imports.named("drizzle-orm", "eq");
  return { table, where: `eq(${table}.${scopeField}_id, this.object.id)` };
}
