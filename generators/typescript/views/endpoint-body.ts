import { changedFields } from "../../../schema/effect-kinds.ts";
import type { SafeEffect, SafeHandler, SafeParam } from "../../render/safe-project.ts";
import { doneMessage } from "../../screens/done-message.ts";
import { inputRows } from "../../screens/references.ts";
import { humanized } from "../../screens/titles.ts";
import { literal } from "../code/escapers.ts";
import { columnName } from "../code/names.ts";
import type { Scope } from "../code/scope.ts";
import { DECORATORS } from "../guards/forms.ts";
import { demandedChoice } from "./effect-values.ts";
import { effectCode, paramsArgument, paramsShape } from "./effects.ts";
import { protectionDecorators } from "./view-class.ts";

/** `@unchanged("is_locked")`: the columns of the loaded row that an effect changes; "" for none. */
function unchangedColumns(scope: Scope, effect: SafeEffect | null): string {
  const { subject } = scope.screen.loaded;
  const names = changedFields(effect);
  const fields = subject === null ? [] : scope.project.model(subject.model).fields;
  const columns = fields.filter(({ name }) => names.includes(name)).map(columnName);
  if (columns.length === 0) return "";
  scope.imports.named(DECORATORS, "unchanged");
  return `@unchanged(${columns.map((column) => literal(column)).join(", ")})`;
}

/** The statements that throw unless the visitor may choose the rows that inputs name. */
function demandsCode(
  scope: Scope,
  params: readonly SafeParam[],
  effect: SafeEffect | null,
): string {
  // A row to delete is looked for where it is deleted.
  const key = effect?.kind === "delete" ? effect.key : null;
  const demands = params.map((param) => {
    const rows = inputRows(scope.project, scope.screen.view, effect, param);
    return rows === null || param.name === key ? "" : demandedChoice(scope, rows, param.name);
  });
  return demands.join("");
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
  const demands = demandsCode(scope, params, effect);
  const unchanged = unchangedColumns(scope, effect);
  return {
    name,
    shape: paramsShape(scope, params, effect),
    protections: protectionDecorators(scope, humanized(name), protections, unchanged),
    written,
    // What a scaffold does not use yet is marked so for the linter.
    argument: written || argument === "" || demands !== "" ? argument : `_${argument}`,
    // Whoever writes the body gets ids that were looked at.
    demands: written ? "" : demands,
    effect: effect === null ? "" : demands + effectCode(scope, effect, params),
    message: literal(doneMessage(name, effect)),
  };
}
