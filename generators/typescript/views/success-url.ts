import type { SuccessList } from "../../screens/screen.ts";
import type { PageScope, Scope } from "../code/scope.ts";
import type { Imports } from "../code/imports.ts";
import { urlCode } from "../code/urls.ts";
import { visitorCondition } from "../guards/guards.ts";
import { guardConditions } from "./controls.ts";

const LIST_ADDRESS = "src/lists/address.ts";

/** In a view: the code of the place to go to when it is done. */
export function successUrl(scope: Scope, list: SuccessList | null): string {
  if (list === null) return '"/"';
  const url = keptUrl(scope.imports, list, "this.request", list.inParent ? "this.object.id" : "");
  const condition = list.guard === null ? null : visitorCondition(scope, list.guard);
  return condition === null ? url : `${condition} ? ${url} : "/"`;
}

/** In a page: the Cancel link to the same place; "" where there is none. */
export function cancelLink(page: PageScope, list: SuccessList | null): string {
  if (list === null) return "";
  if (list.inParent) page.names.add("object");
  const url = keptUrl(page.imports, list, "page", list.inParent ? "object.id" : "");
  page.imports.named("src/components/form-buttons.tsx", "CancelLink");
  const link = `<CancelLink href={${url}} />`;
  const conditions = guardConditions(page, list.view.guard);
  return conditions.length === 0 ? link : `{${conditions.join()} && ${link}}`;
}

/** @param from code of what holds the address from which one comes */
function keptUrl(imports: Imports, list: SuccessList, from: string, values: string): string {
  imports.named(LIST_ADDRESS, "backToList");
  return `backToList(${from}, ${urlCode(imports, list, values)})`;
}
