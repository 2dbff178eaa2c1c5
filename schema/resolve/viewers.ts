import { standardCodename } from "../manifest-index.ts";
import type {
  App,
  Guard,
  MemberRule,
  Model,
  ModelRef,
  Requirement,
  View,
  Viewers,
} from "../project.ts";
import { factsOf } from "../requirements.ts";
import { VIEW_KINDS } from "../view-kinds.ts";

/**
 * Says of every model who may view its rows: whoever passes one of its lists or details. What is shown
 * of a row elsewhere, as a choice, a label or a related row, must not go beyond that.
 */
export function settleViewers(apps: App[]): App[] {
  const showing = apps.flatMap(({ views }) => views).filter(showsRows);
  return apps.map((app) => ({
    ...app,
    models: app.models.map((model) => ({
      ...model,
      viewers: viewersOf(app, model, showing),
    })),
  }));
}

function viewersOf(app: App, { name }: Model, showing: readonly View[]): Viewers {
  const here = { label: app.label, model: name };
  const own = showing.filter(({ model }) => isSame(model, here));
  const isInside = ({ object, member }: View) =>
    object !== null && (member !== null || !isSame(object.model, here));
  const open = own.filter((view) => !isInside(view)).map(({ guard }) => guard);
  const root = app.cascade ?? { label: app.label, model: name };
  const standard = `${root.label}.${standardCodename("view", root.model)}`;
  return {
    anywhere: open.length > 0 ? eitherOf(open) : { kind: "permission", requirement: standard },
    inside: own.filter(isInside).flatMap(({ object, member, guard }) => {
      return object === null ? [] : [{ object: object.model, member, guard }];
    }),
  };
}

/** One that asks facts of its row says nothing of others. */
function showsRows({ kind, guard }: View): boolean {
  const { needsModel, action } = VIEW_KINDS[kind];
  return needsModel && action === "view" && factsOf(guard).length === 0;
}

/** Who may view rows of a model on the page of a view: inside its object, more than elsewhere. */
export function viewersIn(
  { object, member }: Pick<View, "object" | "member">,
  { anywhere, inside }: Viewers,
): Guard {
  const here = inside.filter(
    (list) =>
      isSame(list.object, object?.model) &&
      (list.member === null || (member !== null && isSameRule(list.member, member))),
  );
  return eitherOf([anywhere, ...here.map(({ guard }) => guard)]);
}

export function isSame(
  one: ModelRef | null | undefined,
  other: ModelRef | null | undefined,
): boolean {
  return Boolean(one) && one?.label === other?.label && one?.model === other?.model;
}

/** Whether two views ask for the same membership, wherever they send others. */
export function isSameRule(one: MemberRule, other: MemberRule): boolean {
  return isSame(one.model, other.model) && one.object === other.object && one.user === other.user;
}

/** Passed by whoever passes one of them. */
function eitherOf(guards: readonly Guard[]): Guard {
  for (const kind of ["public", "login"] as const) {
    if (guards.some((guard) => guard.kind === kind)) return { kind };
  }
  const requirements = new Map<string, Requirement>();
  for (const guard of guards) {
    if (guard.kind !== "permission") continue;
    requirements.set(JSON.stringify(guard.requirement), guard.requirement);
  }
  const [only, ...others] = requirements.values();
  const requirement =
    only !== undefined && others.length === 0 ? only : { any: [...requirements.values()] };
  return { kind: "permission", requirement };
}
