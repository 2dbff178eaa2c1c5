import { referencesBetween, type Facts, type ModelFacts, type ViewFacts } from "./facts.ts";
import type { RelatedRows } from "./matrix.ts";
import { viewersOf } from "./references.ts";

/**
 * The rows that a live page shows beside its object: those of its app that refer to it. Without an
 * object: those of the models that its events add to and delete from.
 */
export function relatedRowsOf(facts: Facts, view: ViewFacts): RelatedRows[] {
  if (view.manifest.kind !== "live") return [];
  return modelsOn(facts, view).map((model) => ({
    model: model.id,
    viewers: viewersOf(facts, view, model),
  }));
}

function modelsOn(facts: Facts, { app, object, manifest }: ViewFacts): ModelFacts[] {
  if (object !== null) {
    return app.models.filter((model) => referencesBetween(model, object.model).length > 0);
  }
  const names = Object.values(manifest.handlers ?? {}).flatMap(({ effect }) => {
    if (effect === undefined) return [];
    return "create" in effect ? [effect.create] : "delete" in effect ? [effect.delete] : [];
  });
  return [...new Set(names.flatMap((name) => facts.model(name, app) ?? []))];
}
