import type { ModelRef } from "../../schema/project.ts";
import { jsxText, templateLiteral } from "../escapers.ts";
import { FreeText } from "../free-text.ts";
import type { SafeLink, SafeView } from "../safe-project.ts";
import { guardCondition } from "./guards.ts";
import { paramInput } from "./inputs.ts";
import { camelCase, urlsObject } from "./names.ts";
import { loadedRows, paramNames, rowKey, sameModel, type Scope } from "./scope.ts";
import { linkText } from "./titles.ts";
import { urlsFile } from "./urls.ts";

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
  const reference = referenceCode(scope, link, place);
  if (reference?.nullable === true) conditions.push(`${reference.code} !== null`);
  const args = targetArguments(scope, names, target, link, place, reference?.code ?? null);
  if (target.member !== null && target.object !== null) {
    const id = args.get(target.object.key);
    names.add("memberOf");
    if (id !== undefined) conditions.push(`memberOf.${memberKey(scope, target)}.has(${id})`);
  }
  const control = controlCode(scope, names, link, target, [...args.values()], place);
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

function referenceCode(
  scope: Scope,
  link: SafeLink,
  place: Place,
): { code: string; nullable: boolean } | null {
  const { per } = link;
  if (per.kind !== "reference" || place.model === null) return null;
  const field = scope.project
    .model(place.model)
    .fields.find((candidate) => candidate.name === per.field);
  return { code: `${place.row}.${per.field}_id`, nullable: field?.null === true };
}

/** Code of the target's path parameters, by name, in the path's order. */
function targetArguments(
  scope: Scope,
  names: PageNames,
  target: SafeView,
  link: SafeLink,
  place: Place,
  reference: string | null,
): Map<string, string> {
  const wanted = paramNames(target);
  const here = paramNames(scope.view);
  const missing = wanted.filter((name) => !here.includes(name));
  const own =
    wanted.length === 1
      ? wanted[0]
      : missing.length === 1
        ? missing[0]
        : target.object !== null && sameModel(target.object.model, place.model)
          ? target.object.key
          : rowKey(target);
  return new Map(
    wanted.map((name) => {
      if (link.per.kind !== "page" && name === own) {
        const code = reference ?? `${place.row}.id`;
        if (code === "object.id") names.add("object");
        return [name, code];
      }
      return [name, currentParam(scope, names, name)];
    }),
  );
}

/** A parameter that the page's own path has too: it is the id of a row the page has loaded. */
export function currentParam(scope: Scope, names: PageNames, name: string): string {
  const { object, row } = loadedRows(scope.view);
  if (row?.key === name) return "row.id";
  if (object?.key === name) {
    const aboutOne = ["detail", "update", "delete"].includes(scope.view.kind) && row === null;
    if (!aboutOne) names.add("object");
    return aboutOne ? "row.id" : "object.id";
  }
  throw new Error(`${scope.view.id} links to a view whose parameter ${name} nothing fills`);
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
  const children = ["<CsrfField token={csrfToken} />", ...target.params.map(paramInput)];
  const form = `<form class="inline" method="post" action={${url}}>
    ${children.join("\n")}
    <button type="submit" ${label}>${jsxText(words)}</button>
  </form>`;
  if (place.rowLabel === null || target.params.length === 0) return form;
  // In a table the inputs are folded away, so that a row stays a row.
  return `<details><summary>${jsxText(words)}</summary>${form}</details>`;
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
