import type { SafeView } from "../../render/safe-project.ts";
import { memberKey } from "./links.ts";
import { modelCode, type Scope } from "../code/scope.ts";

/** Targets of a view's links that only members may open, without repeats. */
export function memberTargets(scope: Scope): SafeView[] {
  const targets = scope.view.links.map((link) => scope.project.view(link.to));
  return [...new Set(targets)].filter((target) => target.member !== null && target.object !== null);
}

/** In a view: for each such target, the ids of the objects that the visitor is a member of. */
export function memberOfCode(scope: Scope, targets: readonly SafeView[]): string {
  scope.imports.named("src/database/rows.ts", "memberOf");
  const members = targets.map((target) => {
    if (target.member === null) throw new Error(`${target.id} has no member rule`);
    const { model, object, user } = target.member;
    const columns = `{ object: "${object}_id", user: "${user}_id" }`;
    const call = `memberOf(this.db, this.visitor, ${modelCode(scope, model)}, ${columns})`;
    return `${memberKey(scope, target)}: await ${call}`;
  });
  return `{ ${members.join(", ")} }`;
}
