import type { ModelRef } from "../../schema/project.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeField } from "../render/safe-project.ts";
import { sameModel } from "./loaded-rows.ts";
import type { Tie } from "./offered-rows.ts";

/**
 * How rows of a model belong to an object: by the references that lead there in the fewest steps, all
 * of them; those that may be empty count only where no others lead there. null: by none.
 */
export function tieTo(project: ProjectIndex, model: ModelRef, object: ModelRef): Tie | null {
  const needed = tieBy(project, model, object, ({ null: nullable }) => !nullable);
  return needed ?? tieBy(project, model, object, () => true);
}

function tieBy(
  project: ProjectIndex,
  model: ModelRef,
  object: ModelRef,
  counts: (field: SafeField) => boolean,
): Tie | null {
  const steps = stepsTo(project, object, counts);
  const tieOf = (ref: ModelRef): Tie => {
    if (sameModel(ref, object)) return { to: "itself" };
    const left = stepsFrom(steps, ref) - 1;
    const references = project.model(ref).fields.flatMap((field) => {
      const leads = field.to !== null && counts(field) && stepsFrom(steps, field.to) === left;
      return leads
        ? [{ field: field.name, model: field.to as ModelRef, tie: tieOf(field.to as ModelRef) }]
        : [];
    });
    return { to: references };
  };
  return stepsFrom(steps, model) === Infinity ? null : tieOf(model);
}

const keyOf = ({ label, model }: ModelRef) => `${label}.${model}`;

function stepsFrom(steps: ReadonlyMap<string, number>, ref: ModelRef): number {
  return steps.get(keyOf(ref)) ?? Infinity;
}

/** How many references each model is away from the object, at least. */
function stepsTo(
  { apps }: ProjectIndex,
  object: ModelRef,
  counts: (field: SafeField) => boolean,
): Map<string, number> {
  const models = apps.flatMap(({ label, models: own }) =>
    own.map(({ name, fields }) => ({ ref: { label, model: name }, fields: fields.filter(counts) })),
  );
  const steps = new Map([[keyOf(object), 0]]);
  for (let turn = 1; ; turn += 1) {
    const found = models.filter(
      ({ ref, fields }) =>
        !steps.has(keyOf(ref)) &&
        fields.some(({ to }) => to !== null && stepsFrom(steps, to) === turn - 1),
    );
    if (found.length === 0) return steps;
    for (const { ref } of found) steps.set(keyOf(ref), turn);
  }
}
