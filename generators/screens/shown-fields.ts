import { isReference } from "../../schema/field-types.ts";
import type { SafeField } from "../render/safe-project.ts";
import type { ModelRef } from "../../schema/project.ts";
import type { ProjectIndex } from "../render/project-index.ts";

/** A table wider than this is no longer read as one. */
const WIDEST = 6;

/** The fields that a table of rows shows; `except` is said by the page itself. */
export function tableFields(
  project: ProjectIndex,
  model: ModelRef,
  except: string | null,
): SafeField[] {
  return project
    .model(model)
    .fields.filter((field) => field.name !== except)
    .slice(0, WIDEST);
}

/** The fields that a form asks for; `except` is set by the view. */
export function formFields(
  project: ProjectIndex,
  model: ModelRef,
  except: string | null,
): SafeField[] {
  return project.model(model).fields.filter((field) => field.name !== except);
}

/** Those of them that are chosen among rows. */
export function choiceFields(fields: readonly SafeField[]): SafeField[] {
  return fields.filter((field) => isReference(field.type));
}
