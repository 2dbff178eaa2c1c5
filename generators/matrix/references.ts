import {
  type Facts,
  type ModelFacts,
  referencesBetween,
  targetOf,
  type ViewFacts,
} from "./facts.ts";
import { guardOfView, rootOf } from "./guards.ts";
import { asksRow } from "./requirement.ts";
import type { Guard, Input, MemberTie, Tie, UserOffer } from "./matrix.ts";

/**
 * What a view may be sent for a reference or user field.
 *
 * @param otherwise what it takes of those who may choose nothing; absent: they are refused
 */
export function referenceInput(
  facts: Facts,
  view: ViewFacts,
  model: ModelFacts,
  name: string,
  otherwise?: "unchanged" | "empty",
): Input {
  const field = model.fields[name];
  const instead = otherwise === undefined ? {} : { otherwise };
  if (field?.type === "user") {
    return { user: "another", offer: offerOf(facts, view, model, name, field), ...instead };
  }
  const target = targetOf(facts, model, field);
  if (target === null) throw new Error(`${model.id}.${name} refers to no model`);
  return { ...rowsOf(facts, view, target), ...instead };
}

/** The rows of a model that may be chosen there. */
export function rowsOf(facts: Facts, view: ViewFacts, target: ModelFacts) {
  const tie = view.object === null ? null : tieBetween(facts, target, view.object.model);
  return {
    ref: target.id,
    viewers: viewersOf(facts, view, target),
    ...(tie === null ? {} : { within: tie }),
  };
}

/** Who may view a model's rows on the view's page: whoever may open a list or detail of them. */
export function viewersOf(facts: Facts, view: ViewFacts, model: ModelFacts): Guard {
  const open: Guard[] = [];
  const here: Guard[] = [];
  for (const other of facts.views) {
    const { kind } = other.manifest;
    if (other.model !== model || (kind !== "list" && kind !== "detail")) continue;
    const rule = memberOf(facts, other);
    // One that asks facts of its row says nothing of others.
    if (asksRow(guardOfView(facts, other))) continue;
    const isOwn = other.object === null || (other.object.model === model && rule === null);
    if (isOwn) open.push(guardOfView(facts, other));
    else if (other.object?.model === view.object?.model && isAskedBy(rule, memberOf(facts, view))) {
      here.push(guardOfView(facts, other));
    }
  }
  if (open.length === 0) {
    const app = facts.apps.find(({ label }) => label === model.label);
    const root = (app && rootOf(facts, app)) ?? model;
    open.push(`${root.label}.view_${root.name.toLowerCase()}`);
  }
  return oneOf([...open, ...here]);
}

/** The guard of an event's button: it stands at rows that not everybody on the page is shown. */
export function guardAtRows(facts: Facts, view: ViewFacts, deleted: string, guard: Guard): Guard {
  const model = facts.model(deleted, view.app);
  if (model === null) return guard;
  const ties = view.object === null ? [] : referencesBetween(model, view.object.model);
  const isInTable = view.object === null || (ties.length === 1 && model.label === view.app.label);
  const viewers = isInTable ? viewersOf(facts, view, model) : "public";
  return both(guard, viewers);
}

/** Passed by whoever passes the two of them. */
export function both(one: Guard, other: Guard): Guard {
  if (one === "public" || one === "login") return other === "public" ? one : other;
  return other === "public" || other === "login" ? one : { all: [one, other] };
}

/** Passed by whoever passes one of them. */
export function oneOf(guards: readonly Guard[]): Guard {
  if (guards.includes("public")) return "public";
  if (guards.includes("login")) return "login";
  const [first, ...others] = new Map(
    guards.map((guard) => [JSON.stringify(guard), guard]),
  ).values();
  if (first === undefined) throw new Error("nobody is said to view");
  return others.length === 0 ? first : { any: [first, ...others] };
}

function memberOf(facts: Facts, { manifest, app }: ViewFacts): MemberTie | null {
  const { member } = manifest;
  if (member === undefined) return null;
  const { object, user } = member;
  return { model: facts.model(member.model, app)?.id ?? member.model, object, user };
}

/** Whether everybody on a page with the one rule meets the other one. */
function isAskedBy(rule: MemberTie | null, own: MemberTie | null): boolean {
  return rule === null || JSON.stringify(rule) === JSON.stringify(own);
}

/** @param model of the field that is called so; null: it is no field's */
export function offerOf(
  facts: Facts,
  view: ViewFacts,
  model: ModelFacts | null,
  name: string,
  { offer }: { offer?: UserOffer | undefined },
): UserOffer {
  const rule = membersAround(facts, view);
  if (rule === null || (rule.model === model?.id && rule.user === name)) return offer ?? "nobody";
  return { members: rule };
}

/** How users are members of the view's object, where all views agree about that. */
function membersAround(facts: Facts, view: ViewFacts): MemberTie | null {
  const own = memberOf(facts, view);
  if (own !== null || view.object === null) return own;
  const rules = facts.views
    .filter((other) => other.object?.model === view.object?.model)
    .flatMap((other) => memberOf(facts, other) ?? []);
  const distinct = new Map(rules.map((rule) => [JSON.stringify(rule), rule]));
  return distinct.size === 1 ? (rules[0] ?? null) : null;
}

/** A model's references to models, with what they lead to. */
export function referencesOf(
  facts: Facts,
  model: ModelFacts,
): { field: string; target: ModelFacts }[] {
  return Object.entries(model.fields).flatMap(([name, field]) => {
    const target = targetOf(facts, model, field);
    return target === null ? [] : [{ field: name, target }];
  });
}

/**
 * How rows of a model hang on an object: by every shortest way of references that must be filled, else
 * by every shortest way of any. null: by none.
 */
export function tieBetween(facts: Facts, from: ModelFacts, object: ModelFacts): Tie | null {
  return waysBetween(facts, from, object, true) ?? waysBetween(facts, from, object, false);
}

function waysBetween(
  facts: Facts,
  from: ModelFacts,
  object: ModelFacts,
  mustBeFilled: boolean,
): Tie | null {
  const nexts = (model: ModelFacts) =>
    Object.entries(model.fields).flatMap(([name, field]) => {
      const target = targetOf(facts, model, field);
      return target === null || (mustBeFilled && field.null) ? [] : [{ name, target }];
    });
  const distanceOf = (start: ModelFacts): number => {
    const seen = new Set([start]);
    let front = [start];
    for (let distance = 0; front.length > 0; distance += 1) {
      if (front.includes(object)) return distance;
      front = front.flatMap(nexts).flatMap(({ target }) => (seen.has(target) ? [] : [target]));
      for (const model of front) seen.add(model);
    }
    return Infinity;
  };
  const tieAt = (model: ModelFacts, distance: number): Tie => {
    if (distance === 0) return "object";
    const ways = nexts(model).filter(({ target }) => distanceOf(target) === distance - 1);
    return Object.fromEntries(ways.map(({ name, target }) => [name, tieAt(target, distance - 1)]));
  };
  const distance = distanceOf(from);
  return distance === Infinity ? null : tieAt(from, distance);
}
