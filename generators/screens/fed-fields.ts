import type { ModelRef } from "../../schema/project.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeEffect, SafeField, SafeParam, SafeView } from "../render/safe-project.ts";
import { loadedRows } from "./loaded-rows.ts";

/** The fields that an effect writes an input to, and the model that they are of; null: to none. */
export function fedFields(
  project: ProjectIndex,
  view: SafeView,
  effect: SafeEffect | null,
  { name }: Pick<SafeParam, "name">,
): { owner: ModelRef; fields: [SafeField, ...SafeField[]] } | null {
  if (effect === null || !("values" in effect)) return null;
  const owner = effect.kind === "create" ? effect.model : loadedRows(view).subject?.model;
  if (owner === undefined) return null;
  const [first, ...others] = project.model(owner).fields.filter((field) => {
    const value = effect.values[field.name];
    return value !== undefined && "param" in value && value.param === name;
  });
  return first === undefined ? null : { owner, fields: [first, ...others] };
}
