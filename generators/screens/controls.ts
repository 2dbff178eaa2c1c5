import { actsOn, changedFields, EFFECT_KINDS } from "../../schema/effect-kinds.ts";
import type { ModelRef, ViewKind } from "../../schema/project.ts";
import { VIEW_KINDS } from "../../schema/view-kinds.ts";
import { FreeText } from "../render/free-text.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type {
  SafeEffect,
  SafeField,
  SafeHandler,
  SafeLink,
  SafeView,
} from "../render/safe-project.ts";
import { inputChoices } from "./choices.ts";
import { fedFields } from "./fed-fields.ts";
import { keptList } from "./kept-list.ts";
import { loadedRows, sameModel } from "./loaded-rows.ts";
import { inputRows } from "./references.ts";
import type { Control, ControlRow, MemberTarget, OwnedView, ParamInput } from "./screen.ts";
import { humanized, linkText } from "./titles.ts";
import { toggleWords } from "./toggle-words.ts";

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
  const row = rowOf(project, from, link, here);
  const shown = row?.field === null ? shownRow(from, row, here) : null;
  const isIt = sameModel(shown, loadedRows(view).subject?.model ?? null);
  return {
    ...saying(linkText(project, link, here), project, view, isIt ? shown : null),
    action: { kind: VIEW_KINDS[view.kind].page ? "link" : "post", ...target },
    style: STYLES[view.kind],
    guard: view.guard,
    row,
    member: memberTarget(target),
    changes: changesOf(project, view, view.effect),
    params: inputsOf(project, view, view),
    otherwise: link.otherwise,
    kept: keptList(ownedView(project, from.id), target),
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

/** The model of the row at which a control stands, or of the object around it. */
function shownRow(
  { object }: SafeView,
  { from }: ControlRow,
  here: ModelRef | null,
): ModelRef | null {
  return from === "parent" ? (object?.model ?? null) : here;
}

/**
 * What a control says, by the row that its effect changes.
 *
 * @param shown model of that row; null: the page does not show it
 */
function saying(
  words: FreeText,
  project: ProjectIndex,
  { name, effect }: { name: string; effect: SafeEffect | null },
  shown: ModelRef | null,
): Pick<Control, "words" | "state"> {
  if (shown === null || (effect?.kind !== "toggle" && effect?.kind !== "advance")) {
    return { words, state: null };
  }
  const field = project.model(shown).fields.find((each) => each.name === effect.field);
  if (field === undefined) throw new Error(`the resolved project has no field ${effect.field}`);
  if (effect.kind === "advance") return { words, state: { of: "advance", model: shown, field } };
  const { set, clear } = toggleWords(name, field);
  return { words: set, state: { of: "toggle", field, whenSet: clear } };
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
 * @param here model of the row that the page is about; null: it is about none
 * @param inTable it stands at each row of the table whose rows it deletes
 */
export function eventControl(
  project: ProjectIndex,
  view: SafeView,
  { name, guard, params, effect }: SafeHandler,
  here: ModelRef | null,
  inTable: boolean,
): Control {
  const key = inTable && actsOn(effect, "keyed") ? effect.key : null;
  const destroys = effect !== null && EFFECT_KINDS[effect.kind].destructive;
  return {
    ...saying(new FreeText(humanized(name)), project, { name, effect }, here),
    action: { kind: "event", name, key },
    style: destroys ? "danger" : "plain",
    guard,
    row: key === null ? null : { from: "here", field: null, nullable: false },
    member: null,
    changes: changesOf(project, view, effect),
    params: inputsOf(project, view, { params, effect }).filter(({ param }) => param.name !== key),
    otherwise: null,
    kept: null,
  };
}

/** The fields that an effect changes of the row that its view loads. */
function changesOf(project: ProjectIndex, view: SafeView, effect: SafeEffect | null): SafeField[] {
  const { subject } = loadedRows(view);
  const names = changedFields(effect);
  if (subject === null) return [];
  return project.model(subject.model).fields.filter(({ name }) => names.includes(name));
}

function inputsOf(
  project: ProjectIndex,
  view: SafeView,
  { params, effect }: Pick<SafeHandler, "params" | "effect">,
): ParamInput[] {
  return params.map((param) => ({
    label: new FreeText(humanized(param.name)),
    param,
    choices: inputChoices(param, fedFields(project, view, effect, param)?.fields[0]),
    rows: inputRows(project, view, effect, param),
  }));
}
