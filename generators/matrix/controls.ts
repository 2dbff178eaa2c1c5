import type { HandlerManifest } from "../../schema/manifest.types.ts";
import { modelBehind, rulesOf } from "./endpoints.ts";
import { referencesBetween, type Facts, type ViewFacts } from "./facts.ts";
import { guardOfHandler, guardOfView, rowOf } from "./guards.ts";
import { exchangeOf } from "./inputs.ts";
import type { Control, Effect, Guard, Input } from "./matrix.ts";
import { membershipOf } from "./membership.ts";
import type { AccessRules } from "./outcome.ts";
import { guardAtRows } from "./references.ts";
import { mapFacts } from "./requirement.ts";
import { KINDS } from "./view-kinds.ts";

/** A control whose visitors are still to be tried, with what it leads to. */
export interface BareControl {
  control: Omit<Control, "shown" | "hidden" | "sampled" | "situation" | "rows">;
  target: AccessRules;
  /** What it does to the data. */
  effect: Effect | undefined;
  /** Whether it stands on the page for sure, for those who may use it; absent: it does. */
  isCertain?: boolean;
}

/** The links, buttons and event controls that stand on the view's page. */
export function controlsOf(facts: Facts, view: ViewFacts): BareControl[] {
  const { links = [], handlers = {} } = view.manifest;
  const linked = links.flatMap((link): BareControl[] => {
    const written = typeof link === "string" ? { to: link } : link;
    const target = facts.view(written.to, view.app);
    if (target === null) return [];
    const params = paramsFrom(view, target);
    return [
      {
        control: {
          page: view.id,
          kind: KINDS[target.manifest.kind].control,
          to: target.id,
          path: target.path,
          params,
          ...(written.otherwise === undefined ? {} : { otherwise: written.otherwise }),
        },
        target: {
          guard: guardFrom(params, target, guardOfView(facts, target)),
          page: null,
          ...membershipOf(rulesOf(facts, target)),
        },
        effect: exchangeOf(facts, target, target.manifest).effect,
      },
    ];
  });
  const events = Object.entries(handlers).map(([name, handler]): BareControl => ({
    control: { page: view.id, kind: "event", to: name },
    target: {
      guard: guardOfControl(facts, view, handler),
      page: guardOfView(facts, view),
      ...membershipOf(rulesOf(facts, view)),
    },
    effect: exchangeOf(facts, view, handler).effect,
  }));
  return [...linked, ...events];
}

/** Of the handler, and of the rows at which the control stands. */
function guardOfControl(facts: Facts, view: ViewFacts, handler: HandlerManifest): Guard {
  const guard = guardOfHandler(facts, view, handler);
  const { effect } = handler;
  if (effect === undefined || !("delete" in effect)) return guard;
  return guardAtRows(facts, view, effect.delete, guard);
}

/** What a target asks of a row to which the shown one refers, it asks of that one by the reference. */
function guardFrom(params: Record<string, Input>, target: ViewFacts, guard: Guard): Guard {
  const about = rowOf(target)?.id;
  const key = target.parameters.find(({ name }) => modelBehind(target, name) === about)?.name ?? "";
  const input = params[key];
  if (input === undefined || !("field" in input)) return guard;
  return mapFacts(guard, (fact) => ({
    ...fact,
    of: input.of,
    path: [input.field, ...fact.path],
  }));
}

/** The target's path parameters: the shown row, the page's object, or the row's reference. */
function paramsFrom(page: ViewFacts, target: ViewFacts): Record<string, Input> {
  const { shows } = KINDS[page.manifest.kind];
  const shown = shows === "object" ? (page.object?.model ?? null) : page.model;
  return Object.fromEntries(
    target.parameters.map(({ name }): [string, Input] => {
      const wanted = modelBehind(target, name);
      if (wanted === null) return [name, { value: "" }];
      if (shown === null || wanted === shown.id || wanted === page.object?.model.id) {
        return [name, { row: wanted }];
      }
      const model = target.object?.model.id === wanted ? target.object.model : target.model;
      const [field] = model === null ? [] : referencesBetween(shown, model);
      return [name, field === undefined ? { row: wanted } : { field, of: shown.id }];
    }),
  );
}
