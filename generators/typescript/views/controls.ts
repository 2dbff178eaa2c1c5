import type { Guard } from "../../../schema/project.ts";
import type { Control, ControlAction, ControlRow, OwnedView } from "../../screens/screen.ts";
import { jsxText } from "../code/escapers.ts";
import { urlsFile } from "../code/files.ts";
import { urlsObject } from "../code/names.ts";
import type { PageScope, Scope } from "../code/scope.ts";
import { paramInput } from "../forms/inputs.ts";
import { ASKED } from "../guards/forms.ts";
import { guardCondition } from "../guards/guards.ts";
import { memberKey } from "./members.ts";
import { labelled } from "./row-names.ts";

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
  const element = elementCode(page, control, id, place);
  if (conditions.length === 0) return element;
  const condition = conditions.join(" && ");
  if (otherwise === null) return `{${condition} && ${element}}`;
  return `{${condition} ? ${element} : <span>${jsxText(otherwise)}</span>}`;
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

function idCode({ names }: PageScope, { from, field }: ControlRow, place: Place): string {
  if (from === "parent") names.add("object");
  const row = from === "parent" ? "object" : place.row;
  return field === null ? `${row}.id` : `${row}.${field}_id`;
}

function elementCode(page: PageScope, control: Control, id: string, { rowName }: Place): string {
  const { words, action } = control;
  const label = rowName === null ? "" : `aria-label={${labelled(words, rowName)}}`;
  switch (action.kind) {
    case "link": {
      const style = rowName === null ? `class="${LINK_STYLES[control.style]}"` : "";
      return `<a ${style} href={${urlCode(page, action, id)}} ${label}>${jsxText(words)}</a>`;
    }
    case "post":
      return postForm(page, control, urlCode(page, action, id), label);
    case "event":
      return eventElement(control, action, id, label);
  }
}

const LINK_STYLES: Readonly<Record<Control["style"], string>> = {
  plain: "button",
  primary: "button primary",
  danger: "button danger",
};

function postForm(page: PageScope, { words, params }: Control, url: string, label: string): string {
  page.names.add("csrfToken");
  page.imports.named("src/templates/layout.tsx", "CsrfField");
  const text = jsxText(words);
  if (params.length === 0) {
    return `<form class="inline" method="post" action={${url}}>
      <CsrfField token={csrfToken} />
      <button type="submit" ${label}>${text}</button>
    </form>`;
  }
  return `<details>
    <summary class="button" ${label}>${text}</summary>
    <form class="form" method="post" action={${url}}>
      <CsrfField token={csrfToken} />
      ${params.map(paramInput).join("\n")}
      <div class="actions"><button type="submit" class="primary">${text}</button></div>
    </form>
  </details>`;
}

function eventElement(
  { words, style, params }: Control,
  { name, key }: Extract<ControlAction, { kind: "event" }>,
  id: string,
  label: string,
): string {
  const values = key === null ? "" : `, ${key}: ${id}`;
  const attributes =
    `data-event="${name}" hx-ws-send ` + `hx-vals={JSON.stringify({ event: "${name}"${values} })}`;
  const danger = style === "danger" ? 'class="danger"' : "";
  const text = jsxText(words);
  if (params.length === 0) {
    return `<button type="button" ${danger} ${attributes} ${label}>${text}</button>`;
  }
  return `<form class="inline" ${attributes}>
    ${params.map(paramInput).join("\n")}
    <button type="submit" ${danger} ${label}>${text}</button>
  </form>`;
}
