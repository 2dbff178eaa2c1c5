import { isDeepStrictEqual } from "node:util";
import type { Guard } from "../../schema/project.ts";
import { VIEW_KINDS } from "../../schema/view-kinds.ts";
import type { SafeApp, SafeView } from "../render/safe-project.ts";
import { sameModel } from "./loaded-rows.ts";
import type { SuccessList } from "./screen.ts";

/**
 * Where a create, update or delete view leads when it is done: to the list of the same rows, inside
 * the same object where there is one. Of several it is the model's own, which is called `list`; the
 * others show a part of the rows, or more than them. null: the app has none. Whoever may not open the
 * list goes home, instead of being met by a denial after a success.
 */
export function successList(app: SafeApp, view: SafeView): SuccessList | null {
  const lists = app.views
    .filter(
      (candidate) =>
        VIEW_KINDS[candidate.kind].shows === "rows" && sameModel(candidate.model, view.model),
    )
    .sort((one, other) => Number(isOwn(other)) - Number(isOwn(one)));
  const inside = lists.find(
    ({ scopeField }) => scopeField !== null && scopeField === view.scopeField,
  );
  const list = inside ?? lists.find(({ object }) => object === null);
  if (list === undefined) return null;
  const guard = impliedBy(list.guard, view.guard) ? null : list.guard;
  return { app, view: list, inParent: list === inside, guard };
}

/** Whether it is named after its kind, as a model's own list is. */
function isOwn({ name, kind }: SafeView): boolean {
  return name === kind;
}

/** Whether all who pass the one are known to pass the other. */
function impliedBy(wanted: Guard, passed: Guard): boolean {
  if (wanted.kind === "public" || isDeepStrictEqual(wanted, passed)) return true;
  return wanted.kind === "login" && passed.kind !== "public";
}
