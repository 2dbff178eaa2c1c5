import type { FieldType, ModelRef } from "../../schema/project.ts";
import { isSecret } from "../../schema/secrets.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeField, SafeView } from "../render/safe-project.ts";
import { labelFieldOf } from "./label-fields.ts";
import type { ShownField } from "./screen.ts";
import { shownFields } from "./shown-fields.ts";

/** A table wider than this is no longer read as one. */
const WIDEST = 6;

/**
 * What a list is looked through by, from the first on: how a row stands, whose it is, when, how much,
 * then what else is short. What is long or says nothing to people comes last.
 */
const WEIGHTS: Readonly<Record<FieldType, number>> = {
  choice: 1,
  reference: 2,
  user: 2,
  date: 3,
  datetime: 3,
  time: 3,
  integer: 4,
  bigint: 4,
  decimal: 4,
  boolean: 5,
  string: 6,
  email: 6,
  slug: 6,
  url: 7,
  text: 8,
  uuid: 9,
  json: 10,
};

/**
 * The columns of a table of rows: those that its list names. Else fields that all find room stand in
 * the manifest's order; of more, what names the row comes first, then those that matter, and no
 * secrets.
 *
 * @param named by the list, in order; null: it names none
 * @param except is said by the page itself
 */
export function columns(
  project: ProjectIndex,
  view: SafeView,
  ref: ModelRef,
  except: string | null,
  named: readonly string[] | null = null,
): ShownField[] {
  if (named !== null) {
    const all = shownFields(project, view, ref);
    return named.flatMap((name) => all.find(({ field }) => field.name === name) ?? []);
  }
  const name = labelFieldOf(project.model(ref));
  const shown = shownFields(project, view, ref, except).filter(
    ({ field }) => field.name === name?.name || !isSecret(field),
  );
  if (shown.length <= WIDEST) return shown;
  const weight = (field: SafeField) => (field.name === name?.name ? 0 : WEIGHTS[field.type]);
  return shown.toSorted((a, b) => weight(a.field) - weight(b.field)).slice(0, WIDEST);
}
