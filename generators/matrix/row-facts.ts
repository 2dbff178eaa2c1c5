import type { LongField, RowCondition, RowFact as Written } from "../../schema/manifest.types.ts";
import { type Facts, type ModelFacts, targetOf } from "./facts.ts";
import type { Guard, Requirement, WrittenGuard, WrittenRequirement } from "./matrix.ts";
import type { FactValue, RowFact } from "./row-state.ts";

/** What a guard asks of a row of the model, from the words of the manifest alone. */
export function rowFacts(facts: Facts, model: ModelFacts, written: RowCondition["row"]): RowFact[] {
  const said: Record<string, Written> =
    typeof written === "string" ? { [written]: "$user" } : written;
  return Object.entries(said).map(([name, value]) => rowFact(facts, model, name.split("."), value));
}

function rowFact(facts: Facts, of: ModelFacts, names: string[], value: Written): RowFact {
  let here = of;
  for (const [place, name] of names.entries()) {
    const path = names.slice(0, place);
    const field = here.fields[name];
    if (field === undefined) {
      const related = relatedTo(facts, here, name);
      const rest = names.slice(place + 1).join(".");
      // `members.user` is `members: { user: … }`.
      const meets = rest === "" ? value : { [rest]: value };
      const some =
        meets === null ? null : rowFacts(facts, related.model, meets as Record<string, Written>);
      const { model, reference } = related;
      return { of: of.id, path, name, model: model.id, reference, some };
    }
    if (place === names.length - 1)
      return { of: of.id, path, field: name, ...holding(field, value) };
    const target = targetOf(facts, here, field);
    if (target === null) break;
    here = target;
  }
  throw new Error(`no path of ${of.id} is ${names.join(".")}`);
}

function holding({ type }: LongField, value: Written): { values: FactValue[]; other?: true } {
  if (typeof value === "object" && value !== null && "not" in value) {
    return { ...holding({ type }, value.not as Written), other: true };
  }
  const values = [value].flat() as unknown[];
  return {
    values: values.map((one) =>
      type === "user" && one === "$user" ? { user: "visitor" } : { value: one },
    ),
  };
}

function relatedTo(facts: Facts, to: ModelFacts, name: string) {
  for (const model of facts.apps.flatMap(({ models }) => models)) {
    for (const [reference, field] of Object.entries(model.fields)) {
      if (field.related_name !== name || field.to === undefined) continue;
      if (targetOf(facts, model, field) === to) return { model, reference };
    }
  }
  throw new Error(`nothing refers to ${to.id} as ${name}`);
}

/** A guard in the words of the manifest: `{ row: { state: "review", author: { not: "$user" } } }`. */
export function written(guard: Guard): WrittenGuard {
  if (typeof guard === "string") return guard;
  if ("row" in guard) return { row: inWords(guard.row) };
  // A requirement, which is never `public` or `login` inside.
  const parts = (each: Requirement[]) => each.map((part) => written(part) as WrittenRequirement);
  return "any" in guard ? { any: parts(guard.any) } : { all: parts(guard.all) };
}

function inWords(facts: readonly RowFact[]): Record<string, unknown> {
  return Object.fromEntries(
    facts.map((fact) => {
      if (!("field" in fact)) {
        const { path, name, some } = fact;
        return [[...path, name].join("."), some === null ? null : inWords(some)];
      }
      const values = fact.values.map((value) => ("user" in value ? "$user" : value.value));
      const said = values.length === 1 ? values[0] : values;
      return [[...fact.path, fact.field].join("."), fact.other ? { not: said } : said];
    }),
  );
}
