import { ID_TYPE, isReference, takes } from "../field-types.ts";
import type { LongField } from "../manifest.types.ts";
import type { Param, RequestValue } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { REQUEST_VALUES } from "../request-values.ts";
import type { EffectPlace } from "../resolve/effects.ts";
import { boundsOf, misfit, shown } from "../resolve/values.ts";
import { listNames } from "../suggest.ts";
import type { Rule } from "./rule.ts";

/** SP341, SP343 and SP361: what does not fit the field that an effect stores it in. */
export const effectValues: Rule = ({ effects }, report) => {
  for (const { effect, model, place } of effects) {
    if (!("values" in effect)) continue;
    const path = [...place.path, effect.kind === "set" ? "set" : "values"];
    for (const [name, value] of Object.entries(effect.values)) {
      const field = model.fields.get(name);
      if (field === undefined) continue;
      if ("value" in value) checkValue(name, field, value.value, [...path, name], report);
      const param = "param" in value && place.params.find((each) => each.name === value.param);
      if (param) checkInput(name, field, param, [...path, name], report);
      if ("request" in value) {
        checkRequestValue(name, field, value.request, place, [...path, name], report);
      }
    }
  }
};

function checkValue(
  name: string,
  field: LongField,
  value: unknown,
  at: ManifestPath,
  report: Report,
): void {
  if (value === null && field.null) return;
  const why =
    value === null ? "is not for a field that cannot be empty" : misfit(value, boundsOf(field));
  if (why === null) return;
  report("SP341", at, `The value ${shown(value)} ${why}.`, {
    hint: `\`${name}\` is of type ${field.type}; \`$name\` stands for an input.`,
  });
}

function checkInput(
  name: string,
  field: LongField,
  param: Param,
  at: ManifestPath,
  report: Report,
): void {
  // A bare id offers nothing, and is taken like one that was chosen.
  if (isReference(field.type) && param.type === ID_TYPE) return;
  const why = inputMisfit(param, field);
  if (why === null) return;
  report("SP343", at, `The input \`${param.name}\` does not fit the field \`${name}\`: ${why}.`, {
    hint: `Make the input of type ${field.type}${field.to === undefined ? "" : `, to \`${field.to}\``}.`,
  });
}

function checkRequestValue(
  name: string,
  field: LongField,
  value: RequestValue,
  place: EffectPlace,
  at: ManifestPath,
  report: Report,
): void {
  const { is, fits } = REQUEST_VALUES[value];
  const misfit = (why: string, hint: string) =>
    report("SP361", at, `\`$${value}\` does not fit the field \`${name}\`: ${why}.`, { hint });
  if (!fits.includes(field.type)) {
    const types = listNames(fits);
    return misfit(`it is ${is}, the field is of type ${field.type}`, `It is for type ${types}.`);
  }
  if (value !== "row" && value !== "object") return;
  const { app, name: model } = place[value] ?? {};
  const own = `${app?.label}.${model}`;
  if (field.to === own) return;
  misfit(`it is of \`${own}\`, the field refers to \`${field.to}\``, "Name a field that fits it.");
}

function inputMisfit(param: Param, field: LongField): string | null {
  const { type } = field;
  if (param.type !== type) return `it is of type ${param.type}, not ${type}`;
  if (takes(type, "to")) return targetMisfit(param, field);
  if (takes(type, "offer")) return offerMisfit(param, field);
  const { choices, maxLength } = boundsOf(field);
  if (takes(type, "choices")) {
    const unknown = param.choices.filter((choice) => !choices.includes(choice));
    return unknown.length > 0 ? `the field has no choice ${listNames(unknown)}` : null;
  }
  if (param.maxLength !== null && maxLength !== null && param.maxLength > maxLength) {
    return `it takes ${param.maxLength} characters, the field holds ${maxLength} (write \`max_length: ${maxLength}\`)`;
  }
  return null;
}

function targetMisfit({ to }: Param, field: LongField): string | null {
  if (to === null || field.to === `${to.label}.${to.model}`) return null;
  return `it refers to \`${to.label}.${to.model}\`, the field to \`${field.to}\``;
}

/** Whoever is offered must be one whom a form would offer. */
function offerMisfit({ offer }: Param, field: LongField): string | null {
  if (offer === null || typeof field.offer !== "object") return null;
  const { role } = field.offer;
  if (typeof offer === "object" && offer.role === role) return null;
  return `the field is for users in the role \`${role}\` alone`;
}
