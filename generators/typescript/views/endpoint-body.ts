import { changedFields } from "../../../schema/effect-kinds.ts";
import type { SafeEffect, SafeHandler } from "../../render/safe-project.ts";
import { doneMessage } from "../../screens/done-message.ts";
import { literal } from "../code/escapers.ts";
import { columnName } from "../code/names.ts";
import type { Scope } from "../code/scope.ts";
import { effectCode, paramsArgument, paramsShape } from "./effects.ts";
import { protectionDecorators } from "./view-class.ts";

/** The columns of the loaded row that an effect changes. */
function changedColumns(scope: Scope, effect: SafeEffect | null): string[] {
  const { subject } = scope.screen.loaded;
  if (subject === null) return [];
  const names = changedFields(effect);
  const { fields } = scope.project.model(subject.model);
  return fields.filter(({ name }) => names.includes(name)).map(columnName);
}

/** The method of an action or of an event handler: written by its effect, or scaffolded. */
export function bodyContext(
  scope: Scope,
  {
    name,
    params,
    effect,
    protections,
  }: Pick<SafeHandler, "name" | "params" | "effect" | "protections">,
): { effect: string; [key: string]: unknown } {
  const written = effect !== null;
  const argument = paramsArgument(params);
  return {
    name,
    shape: paramsShape(scope, params, effect),
    protections: protectionDecorators(scope, name, protections, changedColumns(scope, effect)),
    written,
    // What a scaffold does not use yet is marked so for the linter.
    argument: written || argument === "" ? argument : `_${argument}`,
    effect: effect === null ? "" : effectCode(scope, effect),
    message: literal(doneMessage(name, effect)),
  };
}
