import type { DetailScreen } from "../../screens/screen.ts";
import { referencesOf } from "../../screens/shown-fields.ts";
import { OFFERED } from "../code/names.ts";
import { subjectCode } from "../code/scope.ts";
import { memberOfCode, memberOfProps } from "./members.ts";
import { openRowsCode, openRowsProps, rowControls } from "./open-rows.ts";
import { detailsContext, pageHead } from "./page-parts.ts";
import { offeredCode, offeredProps } from "./pickers.ts";
import { subjectName } from "./props.ts";
import type { Scopes, ViewFiles } from "./view-kind.ts";
import { labelsCode, labelsProps } from "./references.ts";

/** A page about one row, or about nothing: detail and page. */
export function detailFiles({ view, page }: Scopes, screen: DetailScreen): ViewFiles {
  const { kind, details } = screen;
  const named = referencesOf(details);
  const labels = labelsCode(view, named, (column) => `[${subjectCode(view).code}.${column}]`);
  const memberOf = memberOfCode(view, screen);
  const asking = rowControls(screen.links);
  const openRows = openRowsCode(view, asking);
  const offered = offeredCode(view);
  return {
    props: [
      ...labelsProps(page, named, { name: "labels", code: "labels" }),
      ...memberOfProps(page, screen, "members"),
      ...openRowsProps(page, asking),
      ...offeredProps(page, OFFERED),
    ],
    view: {
      template: "page",
      base: "View",
      endpoints: ["get"],
      context: {
        labels,
        memberOf,
        openRows,
        offered,
        async: [labels, memberOf, openRows, offered].some((code) => code !== ""),
      },
    },
    page: {
      template: kind,
      context: {
        ...pageHead(page, screen),
        ...detailsContext(page, details, subjectName(screen), "labels"),
      },
    },
  };
}
