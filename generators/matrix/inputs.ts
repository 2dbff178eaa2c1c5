import { deletionOf } from "./bound-rows.ts";
import type { EffectManifest, LongParam, ParamManifest } from "../../schema/manifest.types.ts";
import {
  referencesBetween,
  scopeOf,
  type Facts,
  type ModelFacts,
  type ViewFacts,
} from "./facts.ts";
import type { Effect, EffectValue, Input } from "./matrix.ts";
import { inputFor, keyInput } from "./param-inputs.ts";
import { referenceInput } from "./references.ts";
import { choicesOf, fieldInput } from "./samples.ts";
import { KINDS } from "./view-kinds.ts";

/** What an endpoint is sent, and what that must do to the data. */
export interface Exchange {
  input: Record<string, Input>;
  effect: Effect;
  /** The model whose row the input names, when it is limited to the object. */
  scoped: { model: string; field: string } | null;
}

/**
 * A whole valid form for the view's model, and what it must refuse. The field that the object fills
 * is in neither.
 */
export function formOf(
  facts: Facts,
  view: ViewFacts,
  model: ModelFacts,
  closedFields: readonly string[],
): { input: Record<string, Input>; closed: Record<string, Input> } {
  const filled = scopeOf(view);
  const inputs = (isClosed: boolean) =>
    Object.fromEntries(
      Object.entries(model.fields)
        .filter(([name]) => name !== filled && closedFields.includes(name) === isClosed)
        .map(([name, field]) => {
          const isThere = KINDS[view.manifest.kind].hasRow;
          const otherwise = isThere ? "unchanged" : field.null ? "empty" : undefined;
          const row = () => referenceInput(facts, view, model, name, otherwise);
          return [name, fieldInput(field) ?? row()];
        }),
    );
  return { input: inputs(false), closed: inputs(true) };
}

/** The exchange of an action or event. */
export function exchangeOf(
  facts: Facts,
  view: ViewFacts,
  does: { params?: Record<string, ParamManifest>; effect?: EffectManifest },
): Exchange {
  const params = Object.entries(does.params ?? {}).map(([name, param]): [string, LongParam] => [
    name,
    typeof param === "string" ? { type: param } : param,
  ]);
  const inputs = (written: Record<string, unknown> = {}, model: ModelFacts | null = null) =>
    Object.fromEntries(
      params.map(([name, param]) => {
        const fed = Object.keys(written).filter((field) => {
          const value = effectValue(view, written[field]);
          return "input" in value && value.input === name;
        });
        return [name, inputFor(facts, view, param, model, fed)];
      }),
    );
  const { effect } = does;
  if (effect === undefined) return { input: inputs(), effect: { kind: "open" }, scoped: null };
  if ("delete" in effect) {
    const model = found(facts.model(effect.delete, view.app), effect.delete);
    const field = tieOf(view, model);
    return {
      input: { [effect.key]: keyInput(facts, view, model, new Map(params).get(effect.key)) },
      effect: deletionOf(facts, model),
      scoped: field === null ? null : { model: model.id, field },
    };
  }
  if ("create" in effect) {
    const model = found(facts.model(effect.create, view.app), effect.create);
    const written = effect.values ?? {};
    return {
      input: inputs(written, model),
      effect: { kind: "create", model: model.id, values: effectValues(view, written) },
      scoped: null,
    };
  }
  const model = rowOf(view);
  const changing = (change: Effect): Exchange => ({
    input: inputs(),
    effect: change,
    scoped: null,
  });
  if ("toggle" in effect) {
    return changing({ kind: "toggle", model: model.id, field: effect.toggle });
  }
  if ("advance" in effect) {
    const choices = choicesOf(model.fields[effect.advance] ?? {});
    return changing({ kind: "advance", model: model.id, field: effect.advance, choices });
  }
  if ("set" in effect) {
    return {
      input: inputs(effect.set, model),
      effect: { kind: "change", model: model.id, values: effectValues(view, effect.set) },
      scoped: null,
    };
  }
  return effect satisfies never;
}

/**
 * The reference by which a row that an effect makes or deletes belongs to the view's object, or to
 * an action's own row.
 */
function tieOf(view: ViewFacts, model: ModelFacts): string | null {
  const owner = view.object?.model ?? (view.rowKey === null ? null : view.model);
  if (owner === null) return null;
  const [only = null, ...others] = referencesBetween(model, owner);
  return others.length === 0 ? only : null;
}

function effectValues(
  view: ViewFacts,
  written: Record<string, unknown>,
): Record<string, EffectValue> {
  const values = Object.entries(written).map(([field, value]): [string, EffectValue] => [
    field,
    effectValue(view, value),
  ]);
  return Object.fromEntries(values);
}

/** `$$` is a dollar sign, `$name` what the request brings, else the input of that name. */
function effectValue(view: ViewFacts, value: unknown): EffectValue {
  if (typeof value !== "string" || !value.startsWith("$")) return { value };
  if (value.startsWith("$$")) return { value: value.slice(1) };
  switch (value) {
    case "$user":
      return { user: "visitor" };
    case "$now":
      return { moment: "request" };
    case "$row":
      return { row: rowOf(view).id };
    case "$object":
      return { row: found(view.object?.model ?? null, `the object of ${view.id}`).id };
    default:
      return { input: value.slice(1) };
  }
}

/** The model of the row that the view's actions and events are about. */
function rowOf(view: ViewFacts): ModelFacts {
  const row = view.rowKey === null ? (view.object?.model ?? null) : view.model;
  return found(row, `the row of ${view.id}`);
}

function found<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`the manifest names no ${what}`);
  return value;
}
