import type { LongParam } from "../../schema/manifest.types.ts";
import type { Facts, ModelFacts, ViewFacts } from "./facts.ts";
import type { Input, UserOffer } from "./matrix.ts";
import { offerOf, referenceInput, rowsOf, viewersOf } from "./references.ts";
import { fieldInput, paramInput } from "./samples.ts";

/**
 * What an action or event is sent for an input. The fields that its effect writes it to decide what it
 * has no limits of its own for; a decimal must fit their digits.
 *
 * @param model of the row that the effect writes; null: it writes none
 * @param fed names of the fields that the input is written to
 */
export function inputFor(
  facts: Facts,
  view: ViewFacts,
  param: LongParam,
  model: ModelFacts | null,
  fed: readonly string[],
): Input {
  if (param.type === "user") {
    return { user: "another", offer: userOffer(facts, view, param, model, fed) };
  }
  const narrowest = fed
    .toSorted((one, other) => lengthOf(model, other) - lengthOf(model, one))
    .at(-1);
  const field = narrowest === undefined ? undefined : model?.fields[narrowest];
  const own = paramInput(param);
  if (model === null || narrowest === undefined || field === undefined) {
    return own ?? rowsOf(facts, view, modelNamed(facts, view, param));
  }
  const hasOwnLimits = param.max_length !== undefined || param.choices !== undefined;
  const value = fieldInput(field);
  const isOwn = value !== null && field.type !== "decimal" && hasOwnLimits;
  return (isOwn ? own : value) ?? referenceInput(facts, view, model, narrowest);
}

/** What names the row that an effect deletes: a bare id, or one that is chosen among those seen. */
export function keyInput(
  facts: Facts,
  view: ViewFacts,
  model: ModelFacts,
  param: LongParam | undefined,
): Input {
  const viewers = param?.type === "reference" ? viewersOf(facts, view, model) : "public";
  return { row: model.id, ...(viewers === "public" ? {} : { viewers }) };
}

function modelNamed(facts: Facts, view: ViewFacts, { to = "" }: LongParam): ModelFacts {
  const model = facts.model(to, view.app);
  if (model === null) throw new Error(`an input of ${view.id} refers to no model`);
  return model;
}

/** Whom all of the fields take: of members and others the members. */
function userOffer(
  facts: Facts,
  view: ViewFacts,
  { offer }: LongParam,
  model: ModelFacts | null,
  fed: readonly string[],
): UserOffer {
  if (model === null || fed.length === 0) return offerOf(facts, view, null, "", { offer });
  const own = offer ?? narrowest(fed.map((name) => model.fields[name]?.offer ?? "nobody"));
  const offers = fed.map((name) => offerOf(facts, view, model, name, { offer: own }));
  return offers.find((each) => typeof each === "object" && "members" in each) ?? own;
}

function narrowest(offers: readonly UserOffer[]): UserOffer {
  if (offers.includes("nobody")) return "nobody";
  return offers.find((each) => typeof each === "object") ?? "active";
}

function lengthOf(model: ModelFacts | null, field: string): number {
  return model?.fields[field]?.max_length ?? Infinity;
}
