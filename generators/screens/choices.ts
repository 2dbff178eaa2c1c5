import { FreeText } from "../render/free-text.ts";
import type { SafeApp, SafeField, SafeParam } from "../render/safe-project.ts";
import type { Choice, ModelChoices } from "./screen.ts";

/** The values that may be chosen, in order, each with what people read for it. */
export function choicesOf({ choices, choiceLabels }: SafeField | SafeParam): Choice[] {
  if (choiceLabels.length > 0) {
    return choices.map((value, place) => ({ value, label: choiceLabels[place] ?? value }));
  }
  const words = choices.map((value) => choiceWords(textOf(value)));
  const isTwice = (label: string) => words.indexOf(label) !== words.lastIndexOf(label);
  return choices.map((value, place) => {
    const label = words[place] ?? "";
    return { value, label: isTwice(label) ? value : new FreeText(label) };
  });
}

/** The choices of an app's models, for those that have any. */
export function modelChoices({ models }: SafeApp): ModelChoices[] {
  return models.flatMap((model) => {
    const fields = model.fields
      .filter(({ choices }) => choices.length > 0)
      .map((field) => ({ field, choices: choicesOf(field) }));
    return fields.length === 0 ? [] : [{ model, fields }];
  });
}

/**
 * The choices of an input. What it does not say is read as in the field that it is written to.
 *
 * @param fed that field; undefined: there is none
 */
export function inputChoices(param: SafeParam, fed: SafeField | undefined): Choice[] {
  const own = choicesOf(param);
  if (param.choiceLabels.length > 0 || fed === undefined) return own;
  const known = new Map(choicesOf(fed).map(({ value, label }) => [textOf(value), label]));
  return own.map(({ value, label }) => ({ value, label: known.get(textOf(value)) ?? label }));
}

/** `in_review` → `In review`. What a person has written as a text is left as it is: `New York`. */
function choiceWords(value: string): string {
  const isName =
    /^[\p{Ll}\p{N}][\p{Ll}\p{N} _-]*$/u.test(value) || /^[A-Z\d]+(_[A-Z\d]+)+$/.test(value);
  if (!isName) return value;
  const words = value.replace(/_+/g, " ").trim().toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function textOf(value: FreeText): string {
  return String(FreeText.unwrap(value));
}
