import { actsOn, EFFECT_KINDS } from "../../schema/effect-kinds.ts";
import type { ModelRef, ViewKind } from "../../schema/project.ts";
import { VIEW_KINDS } from "../../schema/view-kinds.ts";
import { FreeText } from "../render/free-text.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeHandler, SafeLink, SafeParam, SafeView } from "../render/safe-project.ts";
import type { Control, ControlRow, MemberTarget, OwnedView, ParamInput } from "./screen.ts";
import { humanized, linkText } from "./titles.ts";

/** The style of links to each kind of view. */
const STYLES: Readonly<Record<ViewKind, Control["style"]>> = {
  list: "plain",
  detail: "plain",
  create: "primary",
  update: "plain",
  delete: "danger",
  action: "plain",
  page: "plain",
  live: "plain",
};

/**
 * The control of a link, shown to exactly those who may open its target: by the target's guard, and
 * its member rule.
 *
 * @param here model of the row at which it stands; null: it stands at none
 */
export function linkControl(
  project: ProjectIndex,
  from: SafeView,
  link: SafeLink,
  here: ModelRef | null,
): Control {
  const target = ownedView(project, link.to);
  const { view } = target;
  return {
    words: linkText(project, link, here),
    action: { kind: VIEW_KINDS[view.kind].page ? "link" : "post", ...target },
    style: STYLES[view.kind],
    guard: view.guard,
    row: rowOf(project, from, link, here),
    member: memberTarget(target),
    params: inputsOf(view.params),
    otherwise: link.otherwise,
  };
}

/** The row whose id fills the target's only path parameter; null when it has none. */
function rowOf(
  project: ProjectIndex,
  from: SafeView,
  { per }: SafeLink,
  here: ModelRef | null,
): ControlRow | null {
  if (per.kind === "page") return null;
  if (per.kind === "row") return { from: "here", field: null, nullable: false };
  if (per.field === from.scopeField) return { from: "parent", field: null, nullable: false };
  const fields = here === null ? [] : project.model(here).fields;
  const field = fields.find(({ name }) => name === per.field);
  return { from: "here", field: per.field, nullable: field?.null === true };
}

/** Whether it stands at a row, and so in each line of a list. */
export function needsRow({ row }: Control): boolean {
  return row?.from === "here";
}

/** Targets of a view's links that only members may open, without repeats. */
export function memberTargets(project: ProjectIndex, { links }: SafeView): MemberTarget[] {
  return [...new Set(links.map(({ to }) => to))].flatMap(
    (id) => memberTarget(ownedView(project, id)) ?? [],
  );
}

function memberTarget({ app, view }: OwnedView): MemberTarget | null {
  return view.member === null ? null : { app, view, member: view.member };
}

function ownedView(project: ProjectIndex, id: string): OwnedView {
  return { app: project.appOfView(id), view: project.view(id) };
}

/**
 * The control of a live page's event, shown to exactly those who may fire it.
 *
 * @param inTable it stands at each row of the table whose rows it deletes
 */
export function eventControl(
  { name, guard, params, effect }: SafeHandler,
  inTable: boolean,
): Control {
  const key = inTable && actsOn(effect, "keyed") ? effect.key : null;
  const destroys = effect !== null && EFFECT_KINDS[effect.kind].destructive;
  return {
    words: new FreeText(humanized(name)),
    action: { kind: "event", name, key },
    style: destroys ? "danger" : "plain",
    guard,
    row: key === null ? null : { from: "here", field: null, nullable: false },
    member: null,
    params: inputsOf(params.filter((param) => param.name !== key)),
    otherwise: null,
  };
}

function inputsOf(params: readonly SafeParam[]): ParamInput[] {
  return params.map((param) => ({ label: new FreeText(humanized(param.name)), param }));
}
