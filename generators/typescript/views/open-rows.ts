import { factsOf } from "../../../schema/requirements.ts";
import type { Control } from "../../screens/screen.ts";
import { viewFile } from "../code/files.ts";
import { camelCase, viewClass } from "../code/names.ts";
import { type PageScope, type Scope, subjectCode } from "../code/scope.ts";
import { ASKED } from "../guards/forms.ts";
import { type Prop, recordType } from "./props.ts";

const OPEN_ROWS = "src/rows/open-rows.ts";

/** A control whose door asks facts of a row, and where it stands. */
export interface RowControl {
  control: Control;
  /** In a view: code of the rows at which it stands; null: at the page's own row. */
  rows: string | null;
}

/** Those of a page: of its head, and of each line of a table. */
export function rowControls(
  links: readonly Control[],
  lines: readonly { controls: readonly Control[]; rows: string }[] = [],
): RowControl[] {
  return [
    ...links.map((control) => ({ control, rows: null })),
    ...lines.flatMap(({ controls, rows }) => controls.map((control) => ({ control, rows }))),
  ].filter(({ control }) => asksRow(control));
}

/** Whether it is shown at some rows only, by what is so of them. */
export function asksRow({ guard }: Control): boolean {
  return factsOf(guard).length > 0;
}

/** In a page: the condition of such a control. @param id code of the id of the row that it is about */
export function openCondition(scope: Scope, { action }: Control, id: string): string {
  // An event is about the object of its page, wherever its control stands.
  return `${ASKED.row}.${keyOf(scope, action)}.has(${action.kind === "event" ? "object.id" : id})`;
}

/** The prop with the rows on which the doors of such controls are open. */
export function openRowsProps(
  page: PageScope,
  controls: readonly RowControl[],
  code: string = ASKED.row,
): Prop[] {
  return controls.length === 0
    ? []
    : [{ name: ASKED.row, type: openRowsType(page, controls), code }];
}

export function openRowsType(scope: Scope, controls: readonly RowControl[]): string {
  scope.imports.types(OPEN_ROWS, "OpenRows");
  return recordType(keysOf(scope, controls), "OpenRows");
}

/** In a view: asks the doors; "" where no control needs it. */
export function openRowsCode(scope: Scope, controls: readonly RowControl[]): string {
  if (controls.length === 0) return "";
  scope.imports.named(OPEN_ROWS, "findOpenRows");
  const members = new Map(
    controls.map((one) => {
      const door = doorCode(scope, one.control);
      return [keyOf(scope, one.control.action), `{ door: ${door}, ids: ${idsCode(scope, one)} }`];
    }),
  );
  const entries = [...members].map(([key, code]) => `${key}: ${code}`);
  return `await findOpenRows(this, { ${entries.join(", ")} })`;
}

function keysOf(scope: Scope, controls: readonly RowControl[]): string[] {
  return [...new Set(controls.map(({ control }) => keyOf(scope, control.action)))];
}

/** Without rows yet, as a live page begins. */
export function noOpenRows(scope: Scope, controls: readonly RowControl[]): string {
  const keys = keysOf(scope, controls).map((key) => `${key}: new Set()`);
  return `{ ${keys.join(", ")} }`;
}

/** Called like the view that it leads to, or the event. */
function keyOf({ screen }: Scope, action: Control["action"]): string {
  if (action.kind === "event") return action.name;
  const { app, view } = action;
  return app === screen.app ? view.name : camelCase(`${app.label}_${view.name}`);
}

function doorCode(scope: Scope, { action }: Control): string {
  if (action.kind === "event") return `"${action.name}"`;
  const name = viewClass(action.app.label, action.view.name);
  scope.imports.named(viewFile(action.app, action.view), name);
  return name;
}

function idsCode(scope: Scope, { control: { action, row }, rows }: RowControl): string {
  if (action.kind === "event" || row?.from === "parent") return "[this.object.id]";
  const column = row?.field ? `${row.field}_id` : "id";
  if (rows !== null) return `${rows}.map((row) => row.${column})`;
  return `[${subjectCode(scope).code}.${column}]`;
}
