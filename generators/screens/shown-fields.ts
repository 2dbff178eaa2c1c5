import { isReference } from "../../schema/field-types.ts";
import type { FieldType, ModelRef } from "../../schema/project.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeField, SafeModel } from "../render/safe-project.ts";
import type { Reference, ShownField } from "./screen.ts";
import { fieldLabel } from "./titles.ts";

/** A table wider than this is no longer read as one. */
const WIDEST = 6;

/** The columns of a table of rows; `except` is said by the page itself. */
export function columns(
  project: ProjectIndex,
  model: ModelRef,
  except: string | null,
): ShownField[] {
  return shownFields(project, model, except).slice(0, WIDEST);
}

/** All fields of a row; of no row, none. `except` is said by the page itself. */
export function shownFields(
  project: ProjectIndex,
  model: ModelRef | null,
  except: string | null = null,
): ShownField[] {
  const fields = model === null ? [] : project.model(model).fields;
  return fields
    .filter((field) => field.name !== except)
    .map((field) => ({ label: fieldLabel(field), field, reference: reference(project, field) }));
}

/** Those that are chosen among rows. */
export function referencesOf(shown: readonly ShownField[]): Reference[] {
  return shown.flatMap((field) => (field.reference === null ? [] : [field.reference]));
}

/** Those whose rows are named by a field of their own. */
export function namedReferences(shown: readonly ShownField[]): Reference[] {
  return referencesOf(shown).filter(({ labelField }) => labelField !== null);
}

/** What a field points to; null for a field that is no reference. */
function reference(project: ProjectIndex, field: SafeField): Reference | null {
  if (!isReference(field.type)) return null;
  const { to } = field;
  const label = to === null ? USER_LABEL : labelFieldOf(project.model(to))?.name;
  return { field, to, labelField: label ?? null };
}

/** What names a user. */
const USER_LABEL = "username";

/** The field whose value names a row: the first text of one line. null: a row is called `#5`. */
export function labelFieldOf(model: SafeModel): SafeField | null {
  for (const types of LABEL_TYPES) {
    const field = model.fields.find((candidate) => types.includes(candidate.type));
    if (field !== undefined) return field;
  }
  return null;
}

const LABEL_TYPES: readonly (readonly FieldType[])[] = [["string"], ["slug", "email"]];
