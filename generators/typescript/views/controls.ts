import type { Guard } from "../../../schema/project.ts";
import type { Control, ControlAction, ControlRow, OwnedView } from "../../screens/screen.ts";
import { jsxText, literal } from "../code/escapers.ts";
import { urlsFile } from "../code/files.ts";
import { columnName, urlsObject } from "../code/names.ts";
import { modelCode, type PageScope, type Scope } from "../code/scope.ts";
import { paramInput } from "../forms/inputs.ts";
import { ASKED } from "../guards/forms.ts";
import { guardCondition } from "../guards/guards.ts";
import { memberKey } from "./members.ts";
import { labelled } from "./row-names.ts";

const WRITE_FIELDS = "src/templates/write-fields.tsx";

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
  const conditions = guardConditions(page, control.guard);
  if (row?.nullable === true) conditions.push(`${id} !== null`);
  if (member !== null) conditions.push(`${ASKED.member}.${memberKey(page, member)}.has(${id})`);
  const step = stepCondition(page, control, place);
  const element = elementCode(page, control, id, place);
  if (otherwise === null || conditions.length === 0) {
    const all = [...conditions, ...step].join(" && ");
    return all === "" ? element : `{${all} && ${element}}`;
  }
  // What is said to those who may not is not said of a step that nobody can take.
  const shown = [...step, element].join(" && ");
  return `{${conditions.join(" && ")} ? ${shown} : <span>${jsxText(otherwise)}</span>}`;
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

/** `inventoryUrls.update(row.id)`. */
export function urlCode(scope: Scope, { app, view }: OwnedView, id: string): string {
  scope.imports.named(urlsFile(app), urlsObject(app.label));
  return `${urlsObject(app.label)}.${view.name}(${id})`;
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

/** What a control says: as a child of an element, and in front of the name of its row. */
function wordsCode(page: PageScope, { words, row, state }: Control, place: Place): Words {
  const { rowName } = place;
  if (state?.of !== "toggle") {
    const label = rowName === null ? "" : `aria-label={${labelled(words, rowName)}}`;
    return { text: jsxText(words), label };
  }
  const isSet = `${rowCode(page, row, place)}.${state.field.name}`;
  const code = `${isSet} ? ${literal(state.whenSet)} : ${literal(words)}`;
  const label = rowName === null ? "" : `aria-label={\`\${${code}} \${${rowName}}\`}`;
  return { text: `{${code}}`, label };
}

interface Words {
  text: string;
  /** An attribute; "" where the words are enough. */
  label: string;
}

function elementCode(page: PageScope, control: Control, id: string, place: Place): string {
  const { action } = control;
  const words = wordsCode(page, control, place);
  switch (action.kind) {
    case "link": {
      const style = place.rowName === null ? `class="${LINK_STYLES[control.style]}"` : "";
      return `<a ${style} href={${urlCode(page, action, id)}} ${words.label}>${words.text}</a>`;
    }
    case "post":
      return postForm(page, control, urlCode(page, action, id), words, place);
    case "event":
      return eventElement(page, control, action, id, words, place);
  }
}

const LINK_STYLES: Readonly<Record<Control["style"], string>> = {
  plain: "button",
  primary: "button primary",
  danger: "button danger",
};

/** What a control that writes says it saw of its row: `saw(row, "is_locked")`; null: nothing. */
function sawCode(page: PageScope, { changes, row }: Control, place: Place): string | null {
  if (changes.length === 0) return null;
  // Of a row that is reached by a reference, the page shows nothing.
  if (row !== null && row.field !== null) return '"*"';
  page.imports.named("src/runtime/seen.ts", "saw");
  const columns = changes.map((field) => literal(columnName(field)));
  return `saw(${rowCode(page, row, place)}, ${columns.join(", ")})`;
}

function postForm(
  page: PageScope,
  control: Control,
  url: string,
  { text, label }: Words,
  place: Place,
): string {
  const { params } = control;
  const saw = sawCode(page, control, place);
  page.imports.named(WRITE_FIELDS, "WriteFields");
  const fields = `<WriteFields page={page} ${saw === null ? "" : `seen={${saw}}`} />`;
  if (params.length === 0) {
    return `<form class="inline" method="post" action={${url}}>
      ${fields}
      <button type="submit" ${label}>${text}</button>
    </form>`;
  }
  return `<details>
    <summary class="button" ${label}>${text}</summary>
    <form class="form" method="post" action={${url}}>
      ${fields}
      ${params.map((param) => paramInput(page.imports, param)).join("\n")}
      <div class="actions"><button type="submit" class="primary">${text}</button></div>
    </form>
  </details>`;
}

function eventElement(
  page: PageScope,
  control: Control,
  { name, key }: Extract<ControlAction, { kind: "event" }>,
  id: string,
  { text, label }: Words,
  place: Place,
): string {
  const { style, params } = control;
  const saw = sawCode(page, control, place);
  page.imports.named(WRITE_FIELDS, "eventValues");
  const values = [key === null ? [] : `${key}: ${id}`, saw === null ? [] : `seen: ${saw}`].flat();
  const more = values.length === 0 ? "" : `, { ${values.join(", ")} }`;
  const attributes = `data-event="${name}" hx-ws-send hx-vals={eventValues(page, "${name}"${more})}`;
  const danger = style === "danger" ? 'class="danger"' : "";
  if (params.length === 0) {
    return `<button type="button" ${danger} ${attributes} ${label}>${text}</button>`;
  }
  return `<form class="inline" ${attributes}>
    ${params.map((param) => paramInput(page.imports, param)).join("\n")}
    <button type="submit" ${danger} ${label}>${text}</button>
  </form>`;
}
