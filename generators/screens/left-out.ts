import type { SafeModel, SafeView } from "../render/safe-project.ts";

/**
 * The fields of its model that a form leaves out and refuses: it is not meant to ask for them, or
 * others change them under another guard. What the view sets by itself is none of them.
 */
export function leftOutFields(
  { fields, closedFields, scopeField }: SafeView,
  model: SafeModel,
): string[] {
  const closed = closedFields.map(({ field }) => field);
  return model.fields
    .map(({ name }) => name)
    .filter((name) => closed.includes(name) || (fields !== null && !fields.includes(name)))
    .filter((name) => closed.includes(name) || name !== scopeField);
}
