import { actsOn, EFFECT_KINDS } from "../../../schema/effect-kinds.ts";
import { jsxText } from "../code/escapers.ts";
import { FreeText } from "../../render/free-text.ts";
import type { SafeHandler } from "../../render/safe-project.ts";
import { guardCondition } from "../guards/guards.ts";
import { paramInput } from "../forms/inputs.ts";
import { guarded, labelled, type PageNames } from "./links.ts";
import { rowLabel, shownFields } from "./page-parts.ts";
import { type RelatedTable, tableOfHandler } from "../../screens/related.ts";
import type { Scope } from "../code/scope.ts";
import { tableFields } from "../../screens/shown-fields.ts";
import { capital, humanized, modelPlural, sentence } from "../../screens/titles.ts";

/**
 * The tables of a live page and the controls of its handlers, each shown to exactly those who may
 * fire it: in the row that it acts on, or below the page's heading.
 *
 * @param hasLabels whether the page has labels of that name
 */
export function liveControls(
  scope: Scope,
  names: PageNames,
  tables: readonly RelatedTable[],
  hasLabels: (name: string) => boolean,
): object {
  const { project, view } = scope;
  const placed = view.handlers.map((handler) => ({
    handler,
    table: tableOfHandler(tables, handler),
  }));
  return {
    controls: placed
      .filter(({ table }) => table === null)
      .map(({ handler }) => controlCode(names, handler, null)),
    tables: tables.map((table) => {
      const model = project.model(table.model);
      const fields = tableFields(project, table.model, table.field?.name ?? null);
      const labels = hasLabels(table.labels) ? table.labels : null;
      const label = rowLabel(scope, table.model, "row", labels, fields);
      return {
        heading: jsxText(capital(modelPlural(model))),
        empty: jsxText(sentence("No ", modelPlural(model), " yet.")),
        rows: table.rows,
        columns: shownFields(scope, fields, "row", table.labels, true),
        rowActions: placed
          .filter((other) => other.table === table)
          .map(({ handler }) => controlCode(names, handler, label)),
      };
    }),
  };
}

/** @param label code of the name of the row that the control belongs to; null outside a table */
function controlCode(names: PageNames, handler: SafeHandler, label: string | null): string {
  const condition = guardCondition(handler.guard);
  if (condition !== null) names.add(condition === "user" ? "user" : "perms");
  const conditions = condition === null ? [] : [condition];
  return guarded(conditions, eventElement(handler, label), null);
}

function eventElement(handler: SafeHandler, label: string | null): string {
  const { name, effect, params } = handler;
  const key = label !== null && actsOn(effect, "keyed") ? effect.key : null;
  const asked = params.filter((param) => param.name !== key);
  const values = key === null ? "" : `, ${key}: row.id`;
  const attributes =
    `data-event="${name}" hx-ws-send ` + `hx-vals={JSON.stringify({ event: "${name}"${values} })}`;
  const words = new FreeText(humanized(name));
  const text = jsxText(words);
  const aria = label === null ? "" : `aria-label={${labelled(words, label)}}`;
  const danger = effect !== null && EFFECT_KINDS[effect.kind].destructive;
  const style = danger ? 'class="danger"' : "";
  if (asked.length === 0) {
    return `<button type="button" ${style} ${attributes} ${aria}>${text}</button>`;
  }
  return `<form class="inline" ${attributes}>
    ${asked.map(paramInput).join("\n")}
    <button type="submit" ${style} ${aria}>${text}</button>
  </form>`;
}
