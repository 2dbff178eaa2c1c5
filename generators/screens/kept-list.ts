import { VIEW_KINDS } from "../../schema/view-kinds.ts";
import type { SafeApp, SafeView } from "../render/safe-project.ts";
import type { KeptList, OwnedView } from "./screen.ts";
import { successList } from "./success-list.ts";

/** How a link from one view to another keeps what the list around both was asked for. */
export function keptList(from: OwnedView, to: OwnedView): KeptList | null {
  if (VIEW_KINDS[from.view.kind].shows === "rows") {
    return leadsBackTo(from.view, to) ? "leaving" : null;
  }
  const list = listAround(from.app, from.view);
  if (list === null) return null;
  if (to.view === list) return "returning";
  return leadsBackTo(list, to) ? "onward" : null;
}

function leadsBackTo(list: SafeView, { app, view }: OwnedView): boolean {
  return listAround(app, view) === list;
}

/** The list whose rows a page is about, one at a time; null: it is about other things, or is no page. */
function listAround(app: SafeApp, view: SafeView): SafeView | null {
  const { needsModel, page, shows } = VIEW_KINDS[view.kind];
  return needsModel && page && shows !== "rows" ? (successList(app, view)?.view ?? null) : null;
}
