import type { Guard } from "../../../schema/project.ts";
import type { Control, ControlRow, KeptList, OwnedView } from "../../screens/screen.ts";
import { jsxText } from "../code/escapers.ts";
import { modelCode, type PageScope } from "../code/scope.ts";
import { urlCode } from "../code/urls.ts";
import { ASKED } from "../guards/forms.ts";
import { guardCondition } from "../guards/guards.ts";
import { elementCode } from "./control-elements.ts";
import { memberKey } from "./members.ts";
import { asksRow, openCondition } from "./open-rows.ts";

/** Where a control stands on its page. */
export interface Place {
  /** Code of the row that is shown there. */
  row: "row" | "object";
  /** Code of what the row is called, when many rows are shown and controls must tell them apart. */
  rowName: string | null;
}

/** A link or button with its conditions, as a child of a JSX element. */
export function controlCode(page: PageScope, control: Control, place: Place): string {
  const { row, member, otherwise } = control;
  const id = row === null ? "" : idCode(page, row, place);
  const conditions = asksRow(control)
    ? [openCondition(page, control, id)]
    : guardConditions(page, control.guard);
  if (row?.nullable === true) conditions.push(`${id} !== null`);
  if (member !== null) conditions.push(`${ASKED.member}.${memberKey(page, member)}.has(${id})`);
  const step = stepCondition(page, control, place);
  const url = control.action.kind === "event" ? "" : hrefCode(page, control, control.action, id);
  const at = { url, id, row: rowCode(page, row, place), rowName: place.rowName };
  const element = elementCode(page, control, at);
  if (otherwise === null || conditions.length === 0) {
    const all = [...conditions, ...step].join(" && ");
    return all === "" ? element : `{${all} && ${element}}`;
  }
  // What is said to those who may not is not said of a step that nobody can take.
  const shown = [...step, element].join(" && ");
  return `{${conditions.join(" && ")} ? ${shown} : <span>${jsxText(otherwise)}</span>}`;
}

const KEPT: Readonly<Record<KeptList, readonly [name: string, from: string]>> = {
  leaving: ["fromList", "list"],
  onward: ["onward", "page"],
  returning: ["backToList", "page"],
};

/** Where a control leads, with what a list was asked for where it keeps that. */
function hrefCode({ imports }: PageScope, { kept }: Control, to: OwnedView, id: string): string {
  const url = urlCode(imports, to, id);
  if (kept === null) return url;
  const [name, from] = KEPT[kept];
  imports.named("src/lists/address.ts", name);
  return `${name}(${from}, ${url})`;
}

/** What the row says of a control that moves it on: whether there is a next step. */
function stepCondition(page: PageScope, { state, row }: Control, place: Place): string[] {
  if (state?.of !== "advance") return [];
  page.imports.named("src/rows/rows.ts", "nextChoice");
  const column = `${modelCode({ ...page, typesOnly: false }, state.model)}.${state.field.name}`;
  const current = `${rowCode(page, row, place)}.${state.field.name}`;
  return [`nextChoice(${column}.enumValues, ${current}) !== undefined`];
}

/** What a page asks before it shows what stands behind a guard: one condition, or none. */
export function guardConditions({ names }: PageScope, guard: Guard): string[] {
  const condition = guardCondition(guard);
  if (condition === null) return [];
  for (const name of condition.asks) names.add(name);
  return [condition.code];
}

function idCode(page: PageScope, row: ControlRow, place: Place): string {
  const code = rowCode(page, row, place);
  return row.field === null ? `${code}.id` : `${code}.${row.field}_id`;
}

/** The row at which a control stands, or the object around the page's rows. */
function rowCode({ names }: PageScope, row: ControlRow | null, place: Place): string {
  if (row?.from === "parent") names.add("object");
  return row?.from === "parent" ? "object" : place.row;
}
