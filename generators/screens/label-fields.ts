import { isSecret } from "../../schema/secrets.ts";
import type { SafeField, SafeModel } from "../render/safe-project.ts";

/** The field whose value names a row: the one that the manifest says, else the likeliest. null: a row is called `#5`. */
export function labelFieldOf(model: SafeModel): SafeField | null {
  if (model.display !== null) return fieldOf(model, model.display);
  for (const isLikely of LIKELIEST) {
    const field = model.fields.find(isLikely);
    if (field !== undefined) return field;
  }
  return null;
}

/** What people call the field by which they know a row. */
const NAMES = ["name", "full_name", "display_name", "title", "label", "subject", "headline"];

/** From the likeliest on; of several fields that are as likely the first is taken. */
const LIKELIEST: readonly ((field: SafeField) => boolean)[] = [
  ({ type, name }) => type === "string" && NAMES.includes(name),
  // A code that lets somebody in is unique, too, and no name.
  (field) => field.type === "string" && field.unique && !isSecret(field),
  (field) => field.type === "string" && !isSecret(field),
  ({ type }) => type === "slug" || type === "email",
];

function fieldOf({ name, fields }: SafeModel, display: string): SafeField {
  const field = fields.find((candidate) => candidate.name === display);
  if (field === undefined) throw new Error(`the resolved model ${name} has no field ${display}`);
  return field;
}
