import type { SafeView } from "../../render/safe-project.ts";
import { guardCondition, visitorCondition } from "../guards/guards.ts";
import { type PageNames, urlCode } from "./links.ts";
import { paramNames, sameModel, type Scope } from "../code/scope.ts";

/**
 * Where a create, update or delete view leads when it is done, or left by Cancel: the list of the
 * same rows, inside the same object where there is one. null: the app has none.
 */
export function listOf({ app, view }: Scope): SafeView | null {
  const lists = app.views.filter(
    (candidate) => candidate.kind === "list" && sameModel(candidate.model, view.model),
  );
  const inside = lists.find(
    (list) =>
      view.scopeField !== null &&
      list.scopeField === view.scopeField &&
      paramNames(list).length === 1,
  );
  return inside ?? lists.find((list) => paramNames(list).length === 0) ?? null;
}

/**
 * In a view: the code of the place to go to. Whoever may not open the list goes home instead of
 * being met by "Permission denied" after a success.
 */
export function afterwardsCode(scope: Scope): string {
  const list = listOf(scope);
  if (list === null) return '"/"';
  const args = paramNames(list).map(() => "this.object.id");
  const url = urlCode(scope, list, args);
  if (JSON.stringify(list.guard) === JSON.stringify(scope.view.guard)) return url;
  if (list.guard.kind === "login" && scope.view.guard.kind !== "public") return url;
  const condition = visitorCondition(scope, list.guard);
  return condition === null ? url : `${condition} ? ${url} : "/"`;
}

/** In a page: the Cancel link to the same place, or null. */
export function cancelLink(scope: Scope, names: PageNames): string | null {
  const list = listOf(scope);
  if (list === null) return null;
  const args = paramNames(list).map(() => "object.id");
  if (args.length > 0) names.add("object");
  const link = `<a class="button" href={${urlCode(scope, list, args)}}>Cancel</a>`;
  const condition = guardCondition(list.guard);
  if (condition === null) return link;
  names.add(condition === "user" ? "user" : "perms");
  return `{${condition} && ${link}}`;
}
