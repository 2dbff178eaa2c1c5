import type { ModelRef } from "../../schema/project.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeView } from "../render/safe-project.ts";
import { referenceOf } from "./references.ts";
import type { Reference, ShownField } from "./screen.ts";
import { fieldLabel } from "./titles.ts";

/** All fields of a row; of no row, none. `except` is said by the page itself. */
export function shownFields(
  project: ProjectIndex,
  view: SafeView,
  model: ModelRef | null,
  except: string | null = null,
): ShownField[] {
  if (model === null) return [];
  return project
    .model(model)
    .fields.filter((field) => field.name !== except)
    .map((field) => ({
      label: fieldLabel(field),
      field,
      owner: model,
      reference: referenceOf(project, view, model, field),
    }));
}

/** Those that are chosen among rows. */
export function referencesOf(shown: readonly ShownField[]): Reference[] {
  return shown.flatMap((field) => (field.reference === null ? [] : [field.reference]));
}

/** Those whose rows are named by a field of their own. */
export function namedReferences(shown: readonly ShownField[]): Reference[] {
  return referencesOf(shown).filter(({ labelField }) => labelField !== null);
}
