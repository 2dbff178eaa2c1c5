import type { Facts, ModelFacts, ViewFacts } from "./facts.ts";
import { guardOfHandler, guardOfView } from "./guards.ts";
import { exchangeOf } from "./inputs.ts";
import type { Guard, Input } from "./matrix.ts";
import { both, oneOf, viewersOf } from "./references.ts";
import { guardWhere } from "./requirement.ts";

/**
 * Who may be told of a model's rows on a view's page: whoever may view them there, and whoever may use
 * a control that offers them, if such rows may be viewed where it leads.
 */
export function seersOf(facts: Facts, view: ViewFacts, model: ModelFacts): Guard {
  const offered = controlsOn(facts, view).flatMap(({ guard, input }) =>
    Object.values(input).flatMap((each) => {
      const viewers = viewersAmong(each, model);
      // Whoever may use it at some row may be told.
      const mayUse = guardWhere(guard, () => true);
      return viewers === null ? [] : [both(mayUse, viewers)];
    }),
  );
  return oneOf([viewersOf(facts, view, model), ...offered]);
}

/** What the controls of a page ask for, and who may use them. */
function controlsOn(
  facts: Facts,
  view: ViewFacts,
): { guard: Guard; input: Record<string, Input> }[] {
  const { links = [], handlers = {} } = view.manifest;
  const actions = links.flatMap((link) => {
    const target = facts.view(typeof link === "string" ? link : link.to, view.app);
    if (target === null || target.manifest.kind !== "action") return [];
    const { input } = exchangeOf(facts, target, target.manifest);
    return [{ guard: guardOfView(facts, target), input }];
  });
  const events = Object.values(handlers).map((handler) => ({
    guard: guardOfHandler(facts, view, handler),
    input: exchangeOf(facts, view, handler).input,
  }));
  return [...actions, ...events];
}

/** Who is offered rows of the model; null: it offers none of them. */
function viewersAmong(input: Input, model: ModelFacts): Guard | null {
  if ("ref" in input) return input.ref === model.id ? input.viewers : null;
  return "row" in input && input.row === model.id ? (input.viewers ?? null) : null;
}
