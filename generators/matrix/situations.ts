import type { LongField } from "../../schema/manifest.types.ts";
import { type Facts, type ModelFacts, targetOf } from "./facts.ts";
import type {
  FieldFact,
  FieldState,
  RelatedFact,
  RelatedState,
  RowFact,
  RowState,
  Situation,
} from "./row-state.ts";
import { choicesOf, fieldInput } from "./samples.ts";

/** The most situations of one condition; of more, each state has its turn. */
const MOST_SITUATIONS = 1024;

/** What there is to be tried of the rows that facts speak of. */
export interface Situations {
  all: Situation[];
  /** Every state of one field, or of the rows that refer to one, beside the others. */
  states: RowState[][];
  /** Else these are a sample. */
  isComplete: boolean;
}

/**
 * Every situation that can tell facts from others: each field holds each value that is spoken of, and
 * one that is not; of the rows that refer to one there are none, one that meets everything, one for
 * each thing that it does not meet, and two that only together meet it.
 */
export function situationsOf(facts: Facts, asked: readonly RowFact[]): Situations {
  const byPlace = new Map<string, RowFact[]>();
  for (const fact of asked)
    byPlace.set(placeOf(fact), [...(byPlace.get(placeOf(fact)) ?? []), fact]);
  const states = [...byPlace.values()].map((about) => statesOf(facts, about));
  const count = states.reduce((product, each) => product * each.length, 1);
  if (count <= MOST_SITUATIONS) return { all: product(states), states, isComplete: true };
  const longest = Math.max(...states.map((each) => each.length));
  const all = Array.from({ length: longest }, (_, turn) =>
    states.flatMap((each) => each[turn % each.length] ?? []),
  );
  return { all, states, isComplete: false };
}

/** Whether a fact is so in a situation that says what it speaks of. */
export function isSo(fact: RowFact, situation: Situation): boolean {
  const state = situation.find((each) => placeOf(each) === placeOf(fact));
  if (state === undefined) throw new Error(`nothing is said of ${placeOf(fact)}`);
  if ("field" in fact) {
    const { is } = state as FieldState;
    const isIn = fact.values.some((value) => JSON.stringify(value) === JSON.stringify(is));
    return isIn !== (fact.other === true);
  }
  const { rows } = state as RelatedState;
  const { some } = fact;
  if (some === null) return rows.length === 0;
  return rows.some((row) => some.every((each) => isSo(each, row)));
}

/** Where it is to be seen: a field at the end of a path, or the rows that refer to one there. */
export function placeOf(one: RowFact | RowState): string {
  const { of, path } = one;
  const end = "field" in one ? [one.field] : [one.model, one.reference];
  return [of, ...path, ...end].join(" ");
}

function product(states: readonly RowState[][]): Situation[] {
  return states.reduce<Situation[]>(
    (all, each) => all.flatMap((before) => each.map((state) => [...before, state])),
    [[]],
  );
}

function statesOf(facts: Facts, about: readonly RowFact[]): RowState[] {
  const [first] = about;
  if (first === undefined) return [];
  const { of, path } = first;
  if ("field" in first) {
    const owner = modelAt(facts, of, path);
    const held = valuesOf(facts, owner, first.field, about.filter(isOfField));
    return held.map((is) => ({ of, path, field: first.field, is }));
  }
  const { model, reference } = first;
  const related = about.flatMap((fact) => (isOfField(fact) ? [] : [fact]));
  return rowsOf(facts, related).map((rows) => ({ of, path, model, reference, rows }));
}

function isOfField(fact: RowFact): fact is FieldFact {
  return "field" in fact;
}

function modelAt(facts: Facts, of: string, path: readonly string[]): ModelFacts {
  const models = facts.apps.flatMap(({ models: own }) => own);
  let here = models.find(({ id }) => id === of) ?? null;
  for (const name of path) here = here && targetOf(facts, here, here.fields[name]);
  if (here === null) throw new Error(`no path of ${of} is ${path.join(".")}`);
  return here;
}

/** The values that are spoken of, one that is not, and none where it may be empty. */
function valuesOf(
  facts: Facts,
  owner: ModelFacts,
  name: string,
  about: readonly FieldFact[],
): FieldState["is"][] {
  const field = owner.fields[name];
  if (field === undefined) throw new Error(`${owner.id} has no field ${name}`);
  const spoken = about.flatMap(({ values }) => values);
  const others = otherValues(facts, owner, field, spoken);
  const none = field.null === true ? [{ value: null }] : [];
  const distinct = new Map([...spoken, ...others, ...none].map((is) => [JSON.stringify(is), is]));
  return [...distinct.values()];
}

function otherValues(
  facts: Facts,
  owner: ModelFacts,
  field: LongField,
  spoken: readonly FieldFact["values"][number][],
): FieldState["is"][] {
  if (field.type === "user") return [{ user: "visitor" }, { user: "another" }];
  if (field.type === "boolean") return [{ value: true }, { value: false }];
  const said = spoken.flatMap((one) => ("value" in one ? [one.value] : []));
  if (field.type === "choice") {
    const other = choicesOf(field).find((choice) => !said.includes(choice));
    return other === undefined ? [] : [{ value: other }];
  }
  const target = targetOf(facts, owner, field);
  if (target !== null) return [{ row: target.id }];
  const numbers = said.filter((value) => typeof value === "number");
  if (numbers.length > 0) return [{ value: Math.max(...numbers) + 1 }];
  const sample = fieldInput(field);
  return sample !== null && "value" in sample ? [{ value: sample.value }] : [];
}

/** The rows that may refer to one: none, one of each situation, and two that meet a fact together. */
function rowsOf(facts: Facts, about: readonly RelatedFact[]): Situation[][] {
  const asked = about.flatMap(({ some }) => some ?? []);
  const { all } = situationsOf(facts, asked);
  const together = about.flatMap(({ some }) => {
    if (some === null || some.length < 2) return [];
    const [first, ...others] = some;
    const one = all.find((each) => some.every((fact) => isSo(fact, each) === (fact === first)));
    const other = all.find((each) =>
      some.every((fact) => isSo(fact, each) === others.includes(fact)),
    );
    return one && other ? [[one, other]] : [];
  });
  return [[], ...all.map((each) => [each]), ...together];
}
