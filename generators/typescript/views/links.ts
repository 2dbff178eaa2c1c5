import type { ModelRef } from "../../../schema/project.ts";
import { jsxText, templateLiteral } from "../code/escapers.ts";
import { FreeText } from "../../render/free-text.ts";
import type { SafeLink, SafeView } from "../../render/safe-project.ts";
import { guardCondition } from "../guards/guards.ts";
import { paramInput } from "../forms/inputs.ts";
import { camelCase, urlsObject } from "../code/names.ts";
import type { Scope } from "../code/scope.ts";
import { linkText } from "../../screens/titles.ts";
import { urlsFile } from "../code/files.ts";

/** Where a link stands on its page. */
export interface Place {
  /** Code of the row that is shown there; null where there is none. */
  row: "row" | "object" | null;
  /** The row's model. */
  model: ModelRef | null;
  /** Code of what the row is called, when many rows are shown and links must tell them apart. */
  rowLabel: string | null;
}

/** Names that a page needs besides its rows: collected while its parts are worked out. */
export type PageNames = Set<string>;

/**
 * A link or button with its guard, as a child of a JSX element. Shown to exactly those who may open
 * its target: the target's guard, and its member rule.
 */
export function linkCode(scope: Scope, names: PageNames, link: SafeLink, place: Place): string {
  const target = scope.project.view(link.to);
  const conditions: string[] = [];
  const guard = guardCondition(target.guard);
  if (guard !== null) conditions.push(guard);
  if (guard === "user") names.add("user");
  else if (guard !== null) names.add("perms");
  const id = filledWith(scope, names, link, place);
  if (id?.nullable === true) conditions.push(`${id.code} !== null`);
  if (target.member !== null && id !== null) {
    names.add("memberOf");
    conditions.push(`memberOf.${memberKey(scope, target)}.has(${id.code})`);
  }
  const args = id === null ? [] : [pathArgument(target, id.code)];
  const control = controlCode(scope, names, link, target, args, place);
  return guarded(conditions, control, link.otherwise);
}

/** `{condition && <a …>}`, or with both branches. */
export function guarded(
  conditions: readonly string[],
  element: string,
  otherwise: FreeText | null,
): string {
  if (conditions.length === 0) return element;
  if (otherwise === null) return `{${conditions.join(" && ")} && ${element}}`;
  return `{${conditions.join(" && ")} ? ${element} : <span>${jsxText(otherwise)}</span>}`;
}

/** Key of a member-only target in a page's `memberOf`. */
export function memberKey(scope: Scope, target: SafeView): string {
  const owner = scope.project.appOfView(target.id);
  return owner === scope.app ? target.name : camelCase(`${owner.label}_${target.name}`);
}

/** Whether a list shows the link once, above its rows. */
export function standsOnPage({ view }: Scope, { per }: SafeLink): boolean {
  return per.kind === "page" || (per.kind === "reference" && per.field === view.scopeField);
}

/** Code of the id that fills the target's only path parameter; null when it has none. */
function filledWith(
  scope: Scope,
  names: PageNames,
  { per }: SafeLink,
  place: Place,
): { code: string; nullable: boolean } | null {
  if (per.kind === "page") return null;
  if (per.kind === "row") return { code: `${place.row}.id`, nullable: false };
  if (per.field === scope.view.scopeField) {
    names.add("object");
    return { code: "object.id", nullable: false };
  }
  const fields = place.model === null ? [] : scope.project.model(place.model).fields;
  const field = fields.find((candidate) => candidate.name === per.field);
  return { code: `${place.row}.${per.field}_id`, nullable: field?.null === true };
}

/** Paths are typed by their converters; ids are numbers. */
function pathArgument(target: SafeView, code: string): string {
  const isNumber = target.segments.some(
    (segment) => "converter" in segment && segment.converter === "int",
  );
  return isNumber ? code : `String(${code})`;
}

function controlCode(
  scope: Scope,
  names: PageNames,
  link: SafeLink,
  target: SafeView,
  args: readonly string[],
  place: Place,
): string {
  const url = urlCode(scope, target, args);
  const words = linkText(scope.project, link, place.model ?? scope.view.model);
  const label = place.rowLabel === null ? "" : `aria-label={${labelled(words, place.rowLabel)}}`;
  if (target.kind !== "action") {
    const style = place.rowLabel === null ? `class="${BUTTONS[target.kind] ?? "button"}"` : "";
    return `<a ${style} href={${url}} ${label}>${jsxText(words)}</a>`;
  }
  names.add("csrfToken");
  scope.imports.named("src/templates/layout.tsx", "CsrfField");
  const text = jsxText(words);
  if (target.params.length === 0) {
    return `<form class="inline" method="post" action={${url}}>
      <CsrfField token={csrfToken} />
      <button type="submit" ${label}>${text}</button>
    </form>`;
  }
  return `<details>
    <summary class="button" ${label}>${text}</summary>
    <form class="form" method="post" action={${url}}>
      <CsrfField token={csrfToken} />
      ${target.params.map(paramInput).join("\n")}
      <div class="actions"><button type="submit" class="primary">${text}</button></div>
    </form>
  </details>`;
}

const BUTTONS: Readonly<Record<string, string>> = {
  create: "button primary",
  delete: "button danger",
};

/** `inventoryUrls.update(row.id)`. */
export function urlCode(scope: Scope, target: SafeView, args: readonly string[]): string {
  const app = scope.project.appOfView(target.id);
  scope.imports.named(urlsFile(app), urlsObject(app.label));
  return `${urlsObject(app.label)}.${target.name}(${args.join(", ")})`;
}

/** A template literal of words and a row's label: `Edit ${row.name}`. */
export function labelled(words: FreeText, rowLabel: string): string {
  const text = templateLiteral(`${String(FreeText.unwrap(words))} `).slice(1, -1);
  return `\`${text}\${${rowLabel}}\``;
}
