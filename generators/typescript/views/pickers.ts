import { onSomeRow } from "../../../schema/requirements.ts";
import type { Control, ParamInput } from "../../screens/screen.ts";
import { hangsOnObject, offersPerRow, type Picker, pickersOf } from "../../screens/pickers.ts";
import { literal } from "../code/escapers.ts";
import { OFFERED, offersOfAction, offersOfEvent } from "../code/names.ts";
import { type Scope, subjectCode } from "../code/scope.ts";
import { choiceCode, mayCode } from "./choices.ts";
import type { Prop } from "./props.ts";

const PICKERS = "src/forms/pickers.ts";

/** In a view: the object with what its page's controls offer, by control; "" for nothing. */
export function offeredCode(scope: Scope): string {
  const members = pickersOf(scope.screen).map(
    (picker) => `${pickerKey(picker.control)}: ${offersCode(scope, picker)}`,
  );
  return members.length === 0 ? "" : `{ ${members.join(", ")} }`;
}

/** The prop with what the page's controls offer; none where they offer no rows. */
export function offeredProps(page: Scope, code: string): Prop[] {
  if (pickersOf(page.screen).length === 0) return [];
  return [{ name: OFFERED, type: offeredType(page), code }];
}

export function offeredType(scope: Scope): string {
  const members = pickersOf(scope.screen).map(({ control, inputs }) => {
    const names = inputs.map(({ param }) => literal(param.name)).join(" | ");
    const type = offersPerRow(scope.screen, control) ? "OffersByRow" : "Offers";
    scope.imports.types(PICKERS, type);
    return `${pickerKey(control)}: ${type}<${names}>`;
  });
  return `{ ${members.join("; ")} }`;
}

/** What is offered before anything was loaded. */
export function nothingOffered({ screen }: Scope): string {
  const members = pickersOf(screen).map(({ control, inputs }) => {
    const nothing = inputs.map(({ param }) => `${param.name}: []`).join(", ");
    const initial = offersPerRow(screen, control) ? "new Map()" : `{ ${nothing} }`;
    return `${pickerKey(control)}: ${initial}`;
  });
  return `{ ${members.join(", ")} }`;
}

/**
 * In a page: the options of an input.
 *
 * @param id code of the id of the row that the control is about
 */
export function optionsCode(
  { screen }: Scope,
  control: Control,
  { param }: ParamInput,
  id: string,
): string {
  const offers = offersName(control);
  return offersPerRow(screen, control)
    ? `${offers}.get(${id})?.${param.name}`
    : `${offers}.${param.name}`;
}

/** `offeredBy.inventoryLend`. */
function offersName({ action }: Control): string {
  return action.kind === "event"
    ? offersOfEvent(action.name)
    : offersOfAction(action.app.label, action.view.name);
}

function pickerKey(control: Control): string {
  return offersName(control).slice(`${OFFERED}.`.length);
}

/** Whoever may not use the control is offered nothing by it. */
function offersCode(scope: Scope, { control, inputs }: Picker): string {
  const isPerRow = offersPerRow(scope.screen, control);
  const objectId = () => (isPerRow ? "id" : idCode(scope, control));
  const choices = inputs.map(({ param, rows }) => {
    const choice = choiceCode(scope, rows, hangsOnObject(rows) ? objectId() : undefined);
    return `${param.name}: ${choice}`;
  });
  // At which rows the control is shown is asked besides.
  const args = ["this.db", mayCode(scope, onSomeRow(control.guard))];
  if (isPerRow) args.push(idsCode(scope, control), `(id) => ({ ${choices.join(", ")} })`);
  else args.push(`{ ${choices.join(", ")} }`);
  const name = isPerRow ? "offersByRow" : "offersOf";
  scope.imports.named(PICKERS, name);
  return `await ${name}(${args.join(", ")})`;
}

/** The row that a control is about, which is the object of what it leads to. */
function idCode(scope: Scope, { row, action }: Control): string {
  if (row === null) return action.kind === "event" ? "this.object.id" : "";
  const code = row.from === "parent" ? "this.object" : subjectCode(scope).code;
  return row.field === null ? `${code}.id` : `${code}.${row.field}_id`;
}

/** The same of every row at which it stands. */
function idsCode(scope: Scope, control: Control): string {
  if (scope.screen.kind !== "list") return `[${idCode(scope, control)}]`;
  const field = control.row?.field ?? null;
  return `rows.map((row) => row.${field === null ? "id" : `${field}_id`})`;
}
