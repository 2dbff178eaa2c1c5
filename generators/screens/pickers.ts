import type { Control, ParamInput, Screen } from "./screen.ts";
import type { OfferedRows } from "./offered-rows.ts";
import { needsRow } from "./controls.ts";

/** An input in which a row is chosen. */
export type PickerInput = ParamInput & { rows: OfferedRows };

/** A control that offers rows, wherever it stands on its page. */
export interface Picker {
  control: Control;
  inputs: PickerInput[];
}

/** The controls of a page that offer rows; those of several links to one view once. */
export function pickersOf(screen: Screen): Picker[] {
  const pickers = new Map<string, Picker>();
  for (const control of controlsOf(screen)) {
    const inputs = pickerInputs(control);
    if (inputs.length > 0) pickers.set(targetOf(control), { control, inputs });
  }
  return [...pickers.values()];
}

export function pickerInputs({ params }: Control): PickerInput[] {
  return params.flatMap((input) => (input.rows === null ? [] : [{ ...input, rows: input.rows }]));
}

/**
 * Whether a page loads for each of several rows what a control offers there: for those of a table, of
 * which each has its own, and for one that may be missing.
 */
export function offersPerRow({ kind }: Screen, control: Control): boolean {
  const { row } = control;
  if (row === null || !pickerInputs(control).some(({ rows }) => hangsOnObject(rows))) return false;
  return row.nullable || (kind === "list" && needsRow(control));
}

/** Whether another object has others. */
export function hangsOnObject({ tie, offer }: OfferedRows): boolean {
  return tie !== null || offer?.kind === "members";
}

function controlsOf(screen: Screen): Control[] {
  switch (screen.kind) {
    case "action":
      return [];
    case "list":
      return [...screen.links, ...screen.table.controls];
    case "live": {
      const tables = screen.tables.flatMap(({ controls }) => controls);
      return [...screen.links, ...screen.controls, ...tables];
    }
    case "detail":
    case "page":
    case "create":
    case "update":
    case "delete":
      return screen.links;
  }
}

function targetOf({ action }: Control): string {
  return action.kind === "event" ? action.name : action.view.id;
}
