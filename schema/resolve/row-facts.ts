import { FIELD_TYPES } from "../field-types.ts";
import type { ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type {
  FactValue as Said,
  LongField,
  OtherThan,
  RowCondition,
  RowFact,
  RowFacts,
} from "../manifest.types.ts";
import type { Fact, FactValue } from "../row-condition.ts";
import type { ManifestPath, Report } from "../report.ts";
import { didYouMean, listNames } from "../suggest.ts";
import { findField } from "./lookup.ts";
import { boundsOf } from "./values.ts";

/** The rows that refer to a model by the name of a reference's `related_name`. */
interface Related {
  model: ModelEntry;
  reference: string;
}

/**
 * What `row:` says of a row of the model; null after reporting what is wrong with it: SP303 for a name
 * that stands for nothing, SP271 for what no field of that type can be asked.
 */
export function resolveRowFacts(
  index: ManifestIndex,
  model: ModelEntry,
  written: RowCondition["row"],
  path: ManifestPath,
  report: Report,
): Fact[] | null {
  if (typeof written === "string") {
    const facts = factsFor(index, model, written, "$user", path, "value", report);
    return facts && [facts];
  }
  const facts = Object.entries(written).map(([name, value]) =>
    factsFor(index, model, name, value, [...path, name], "key", report),
  );
  const found = facts.filter((fact) => fact !== null);
  return found.length < facts.length ? null : found;
}

/** @param at where the name stands, at its path: a key, or the value itself */
function factsFor(
  index: ManifestIndex,
  model: ModelEntry,
  name: string,
  value: RowFact,
  path: ManifestPath,
  at: "key" | "value",
  report: Report,
): Fact | null {
  const steps = name.split(".");
  const references: string[] = [];
  let here = model;
  for (const [place, step] of steps.entries()) {
    const rest = steps.slice(place + 1);
    const related = relatedTo(index, here, step);
    if (related !== null && !here.fields.has(step)) {
      const base = { kind: "related", path: references, name: step } as const;
      const rows = { model: related.model.ref, reference: related.reference };
      const meets = factsOfRelated(index, related.model, rest, value, path, at, report);
      return meets === undefined ? null : { ...base, ...rows, meets };
    }
    const likely = relatedNames(index, here);
    const field = findField(here, step, path, report, { at, likely });
    if (field === null) return null;
    if (rest.length === 0) return fieldFact(here, step, field, references, value, path, report);
    const next = FIELD_TYPES[field.type].refersTo === "model" ? targetOf(index, field) : null;
    if (next === null) {
      reportUnfit(
        report,
        path,
        at,
        `\`${here.name}.${step}\` is of type ${field.type}, and leads to no other row.`,
        "Go on from a reference, or from a `related_name`.",
      );
      return null;
    }
    references.push(step);
    here = next;
  }
  return null;
}

/** @returns null: there is to be no such row; undefined after a report */
function factsOfRelated(
  index: ManifestIndex,
  model: ModelEntry,
  rest: readonly string[],
  value: RowFact,
  path: ManifestPath,
  at: "key" | "value",
  report: Report,
): Fact[] | null | undefined {
  if (rest.length > 0) {
    const fact = factsFor(index, model, rest.join("."), value, path, at, report);
    return fact === null ? undefined : [fact];
  }
  if (value === null) return null;
  if (isMap(value)) return resolveRowFacts(index, model, value, path, report) ?? undefined;
  reportUnfit(
    report,
    path,
    "value",
    "A `related_name` leads to several rows, which have no one value.",
    `Say what one of them meets, as in \`{ ${[...model.fields.keys()][0] ?? "user"}: … }\`, or \`null\` where there is to be none.`,
  );
  return undefined;
}

function fieldFact(
  { ref, name: owner }: ModelEntry,
  name: string,
  field: LongField,
  path: string[],
  written: RowFact,
  at: ManifestPath,
  report: Report,
): Fact | null {
  const negated = isNegated(written);
  const said: RowFact = negated ? written.not : written;
  if (isMap(said)) {
    reportUnfit(
      report,
      at,
      "value",
      `\`${owner}.${name}\` is a field, and no \`related_name\`.`,
      "Write its value, or go on with a dot: `project.is_open: true`.",
    );
    return null;
  }
  const all: Said[] = Array.isArray(said) ? said : [said];
  const values = all.map((value) => factValue(field, value));
  const unfit = all.filter((_value, place) => values[place] === null);
  const [first] = unfit;
  if (first !== undefined) {
    reportUnfit(
      report,
      at,
      "value",
      `\`${owner}.${name}\` is of type ${field.type}, and is never ${shown(first)}.`,
      adviceOn(field, first),
    );
    return null;
  }
  const found = values.filter((value) => value !== null);
  return { kind: "field", path, model: ref, field: name, values: found, negated };
}

/** A value that the field may hold, or null. */
function factValue(field: LongField, value: Said): FactValue | null {
  if (value === null) return field.null === true ? { value } : null;
  if (FIELD_TYPES[field.type].refersTo === "user") {
    return value === "$user" ? { request: "user" } : null;
  }
  if (field.type === "choice") {
    const choice = boundsOf(field).choices.indexOf(String(value));
    return typeof value === "string" && choice !== -1 ? { choice } : null;
  }
  if (field.type === "boolean") return typeof value === "boolean" ? { value } : null;
  const isWhole = field.type === "integer" || field.type === "bigint";
  return isWhole && typeof value === "number" ? { value } : null;
}

function adviceOn(field: LongField, value: Said): string {
  if (value === null) return "Say `null: true` on the field if it may be empty.";
  if (FIELD_TYPES[field.type].refersTo === "user") return "Write `$user`, who asks.";
  if (field.type === "choice") {
    const { choices } = boundsOf(field);
    return didYouMean(String(value), choices) ?? `It is ${listNames(choices)}.`;
  }
  if (field.type === "boolean") return "Write `true` or `false`.";
  if (field.type === "integer" || field.type === "bigint") return "Write a whole number.";
  return "Ask fields of type choice, boolean, integer, bigint or user; of others, whether they are `null`.";
}

function shown(value: Said): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function reportUnfit(
  report: Report,
  path: ManifestPath,
  at: "key" | "value",
  message: string,
  hint: string,
): void {
  report("SP271", path, message, { hint, at });
}

function isNegated(value: RowFact): value is OtherThan {
  return isMap(value) && Object.keys(value).join() === "not";
}

function isMap(value: RowFact): value is RowFacts {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function targetOf(index: ManifestIndex, { to }: LongField): ModelEntry | null {
  return (to !== undefined && index.models.get(to)) || null;
}

/** The reference to the model that has this `related_name`; null: none has. */
function relatedTo(index: ManifestIndex, to: ModelEntry, name: string): Related | null {
  for (const related of referencesTo(index, to)) if (related.name === name) return related;
  return null;
}

function relatedNames(index: ManifestIndex, to: ModelEntry): string[] {
  return [...referencesTo(index, to)].map(({ name }) => name);
}

function* referencesTo(
  index: ManifestIndex,
  to: ModelEntry,
): Generator<Related & { name: string }> {
  for (const model of index.models.values()) {
    for (const [reference, field] of model.fields) {
      const isTo = field.to === `${to.app.label}.${to.name}`;
      if (isTo && field.related_name !== undefined) {
        yield { model, reference, name: field.related_name };
      }
    }
  }
}
