import type { FieldType } from "../../schema/project.ts";
import type { SafeField, SafeModel } from "../render/safe-project.ts";

/** The field whose value names a row: the first text of one line. null: a row is called `#5`. */
export function labelFieldOf(model: SafeModel): SafeField | null {
  for (const types of LABEL_TYPES) {
    const field = model.fields.find((candidate) => types.includes(candidate.type));
    if (field !== undefined) return field;
  }
  return null;
}

const LABEL_TYPES: readonly (readonly FieldType[])[] = [["string"], ["slug", "email"]];
