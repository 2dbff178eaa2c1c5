import type { EffectManifest } from "../../schema/manifest.types.ts";
import type { Facts, ModelFacts, ViewFacts } from "./facts.ts";
import { guardOfHandler, guardOfView } from "./guards.ts";
import type { Guard } from "./matrix.ts";
import type { RowFact } from "./row-state.ts";
import { factsIn, isMet, leaves, requirementOf } from "./requirement.ts";

/** Guards that name more permissions than these, together, are taken to say different things. */
const MOST_TRIED = 12;

/** The fields of its model that a form refuses: those that it does not name, and closed ones. */
export function leftOutOf(facts: Facts, form: ViewFacts, { fields }: ModelFacts): string[] {
  const { fields: named } = form.manifest;
  const others = named && Object.keys(fields).filter((name) => !named.includes(name));
  return [...new Set([...(others ?? []), ...closedFieldsOf(facts, form)])];
}

/** Those that some action or handler changes, for others than those who may fill the form. */
function closedFieldsOf(facts: Facts, form: ViewFacts): string[] {
  const guard = guardOfView(facts, form);
  const closed = new Set<string>();
  for (const view of facts.views) {
    if (rowOf(view) !== form.model?.id) continue;
    const page = guardOfView(facts, view);
    const doings = [
      { effect: view.manifest.effect, guards: [page] },
      ...Object.values(view.manifest.handlers ?? {}).map((handler) => ({
        effect: handler.effect,
        guards: [page, guardOfHandler(facts, view, handler)],
      })),
    ];
    for (const { effect, guards } of doings) {
      if (guards.every((other) => isOpenTo(other, guard))) continue;
      for (const field of written(effect)) closed.add(field);
    }
  }
  return [...closed];
}

/** The model whose row toggle, advance and set change. */
function rowOf({ object, model, rowKey }: ViewFacts): string | null {
  return (rowKey === null ? object?.model : model)?.id ?? null;
}

function written(effect: EffectManifest | undefined): string[] {
  if (effect === undefined || "create" in effect || "delete" in effect) return [];
  if ("set" in effect) return Object.keys(effect.set);
  return ["toggle" in effect ? effect.toggle : effect.advance];
}

/**
 * Whether it lets everybody pass whom the other one does: tried with every set of permissions, and of
 * facts about one row.
 */
function isOpenTo(guard: Guard, others: Guard): boolean {
  if (guard === "public" || others === "public") return guard === "public";
  const [wanted, had] = [requirementOf(guard), requirementOf(others)];
  if (wanted === null || had === null) return wanted === null;
  const keyOf = (fact: RowFact) => JSON.stringify(fact);
  const names = [
    ...new Set([wanted, had].flatMap((each) => [...leaves(each), ...factsIn(each).map(keyOf)])),
  ];
  if (names.length > MOST_TRIED) return false;
  for (let bits = 0; bits < 2 ** names.length; bits += 1) {
    const holds = (name: string) => ((bits >> names.indexOf(name)) & 1) === 1;
    const isSo = (fact: RowFact) => holds(keyOf(fact));
    if (isMet(had, holds, isSo) && !isMet(wanted, holds, isSo)) return false;
  }
  return true;
}
