import { FreeText } from "../render/free-text.ts";
import type { SafeModel } from "../render/safe-project.ts";
import type { RowName, ShownField, Title } from "./screen.ts";
import { labelFieldOf } from "./label-fields.ts";
import { namedReferences } from "./shown-fields.ts";
import { capital, modelNoun, sentence } from "./titles.ts";

/**
 * What a row is called where it stands among others.
 *
 * @param shown fields that the page shows of it: their labels are at hand
 */
export function rowName(model: SafeModel, shown: readonly ShownField[]): RowName {
  const field = labelFieldOf(model);
  if (field !== null) return { by: "field", field };
  const reference = namedReferences(shown).find((named) => !named.field.null);
  return reference === undefined ? { by: "id" } : { by: "reference", reference };
}

/** The name of one row as a page's title, after a verb or alone. */
export function rowTitle(model: SafeModel, verb: string | null): Title {
  const field = labelFieldOf(model);
  if (field !== null)
    return { kind: "name", verb: verb === null ? null : new FreeText(verb), field };
  const noun = modelNoun(model);
  return { kind: "id", words: verb === null ? capital(noun) : sentence(`${verb} `, noun) };
}
