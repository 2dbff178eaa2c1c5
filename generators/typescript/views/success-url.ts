import type { SuccessList } from "../../screens/screen.ts";
import type { PageScope, Scope } from "../code/scope.ts";
import { urlCode } from "../code/urls.ts";
import { visitorCondition } from "../guards/guards.ts";
import { guardConditions } from "./controls.ts";

/** In a view: the code of the place to go to when it is done. */
export function successUrl(scope: Scope, list: SuccessList | null): string {
  if (list === null) return '"/"';
  const url = urlCode(scope.imports, list, list.inParent ? "this.object.id" : "");
  const condition = list.guard === null ? null : visitorCondition(scope, list.guard);
  return condition === null ? url : `${condition} ? ${url} : "/"`;
}

/** In a page: the Cancel link to the same place; "" where there is none. */
export function cancelLink(page: PageScope, list: SuccessList | null): string {
  if (list === null) return "";
  if (list.inParent) page.names.add("object");
  const url = urlCode(page.imports, list, list.inParent ? "object.id" : "");
  page.imports.named("src/components/form-buttons.tsx", "CancelLink");
  const link = `<CancelLink href={${url}} />`;
  const conditions = guardConditions(page, list.view.guard);
  return conditions.length === 0 ? link : `{${conditions.join()} && ${link}}`;
}
