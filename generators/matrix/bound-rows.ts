import { type Facts, type ModelFacts, referencesBetween } from "./facts.ts";
import { rootOf } from "./guards.ts";
import type { BoundRows, Effect } from "./matrix.ts";

/** Deleting a row of the model, and what the manifest says of the rows that refer to one. */
export function deletionOf(facts: Facts, model: ModelFacts): Effect {
  const bound = facts.apps.flatMap((app) =>
    app.models.flatMap((from) =>
      referencesBetween(from, model).flatMap((field): BoundRows[] => {
        const { on_delete: rule = "protect" } = from.fields[field] ?? {};
        if (rule === "set_null") return [];
        const asked = rootOf(facts, app) ?? from;
        const permission = `${asked.label}.delete_${asked.name.toLowerCase()}`;
        return [{ model: from.id, field, rule, permission }];
      }),
    ),
  );
  return { kind: "delete", model: model.id, ...(bound.length > 0 ? { bound } : {}) };
}
