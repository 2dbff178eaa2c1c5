import type { Facts, ModelFacts, ViewFacts } from "./facts.ts";
import type { Guard, NamedRows } from "./matrix.ts";
import { referencesOf, tieBetween } from "./references.ts";
import { relatedModelsOf } from "./related-rows.ts";
import { seersOf } from "./seen-rows.ts";
import { KINDS } from "./view-kinds.ts";

export type BareNamedRows = Omit<NamedRows, "hidden" | "sampled"> & { viewers: Guard };

/**
 * The rows of other models that a view's page names: what the rows refer to that it is about, and those
 * that it shows beside them. Rows of its own model and of its object it shows whatever else it asks.
 */
export function namedRowsOn(facts: Facts, view: ViewFacts): BareNamedRows[] {
  const { model, object } = view;
  const { shows } = KINDS[view.manifest.kind];
  const about = shows === "object" ? (object?.model ?? null) : model;
  const isShownAnyway = (target: ModelFacts) => target === object?.model || target === about;
  return [...new Set([...(about === null ? [] : [about]), ...relatedModelsOf(facts, view)])]
    .flatMap((of) => referencesOf(facts, of).map((reference) => ({ of, ...reference })))
    .filter(({ target }) => !isShownAnyway(target))
    .map(({ of, field, target }) => {
      const tie = object === null ? null : tieBetween(facts, target, object.model);
      return {
        model: target.id,
        of: of.id,
        field,
        ...(tie === null ? {} : { within: tie }),
        viewers: seersOf(facts, view, target),
      };
    });
}
