import { referencesBetween, type Facts, type ModelFacts, type ViewFacts } from "./facts.ts";
import type { Guard, RelatedRows } from "./matrix.ts";
import { seersOf } from "./seen-rows.ts";

export type BareRelatedRows = Omit<RelatedRows, "hidden" | "sampled"> & { viewers: Guard };

/**
 * The rows that a live page shows beside its object: those of its app, once for each reference by which
 * they name it. Without an object: those of the models that its events add to and delete from.
 */
export function relatedRowsOf(facts: Facts, view: ViewFacts): BareRelatedRows[] {
  if (view.manifest.kind !== "live") return [];
  return tablesOn(facts, view).map(({ model, field }) => ({
    model: model.id,
    ...(field === null ? {} : { field }),
    viewers: seersOf(facts, view, model),
  }));
}

/** The models of those rows, each as often as the page has a table of it. */
export function relatedModelsOf(facts: Facts, view: ViewFacts): ModelFacts[] {
  if (view.manifest.kind !== "live") return [];
  return tablesOn(facts, view).map(({ model }) => model);
}

function tablesOn(
  facts: Facts,
  { app, object, manifest }: ViewFacts,
): { model: ModelFacts; field: string | null }[] {
  if (object !== null) {
    return app.models.flatMap((model) =>
      referencesBetween(model, object.model).map((field) => ({ model, field })),
    );
  }
  const names = Object.values(manifest.handlers ?? {}).flatMap(({ effect }) => {
    if (effect === undefined) return [];
    return "create" in effect ? [effect.create] : "delete" in effect ? [effect.delete] : [];
  });
  const models = new Set(names.flatMap((name) => facts.model(name, app) ?? []));
  return [...models].map((model) => ({ model, field: null }));
}
