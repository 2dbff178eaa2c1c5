import pluralize from "pluralize";
import type { ModelRef, ViewKind } from "../../schema/project.ts";
import { FreeText } from "../render/free-text.ts";
import type { SafeField, SafeLink, SafeModel, SafeView } from "../render/safe-project.ts";
import type { ProjectIndex } from "../render/project-index.ts";

/**
 * What pages, menus and links call things. All of it is free text, because a manifest's
 * `verbose_name` may be part of it.
 */

/** `can_lock` → `Can lock`, `InventoryRecord` → `Inventory record`. */
export function humanized(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .split("_")
    .filter((word) => word !== "")
    .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()));
  return capitalized(words.join(" "));
}

/** What one row is called inside a sentence: `inventory record`, or the `verbose_name` as it is. */
export function modelNoun(model: SafeModel): FreeText {
  return model.verboseName ?? new FreeText(lowered(humanized(model.name)));
}

/** `inventory records`. A `verbose_name` takes a plural only when it is plain English letters. */
export function modelPlural(model: SafeModel): FreeText {
  const noun = text(modelNoun(model));
  return new FreeText(/^[A-Za-z][A-Za-z ]*[A-Za-z]$/.test(noun) ? pluralize(noun) : noun);
}

/** The label of a field: `Counted on`, or its `verbose_name`. */
export function fieldLabel(field: SafeField): FreeText {
  return field.verboseName ?? new FreeText(humanized(field.name));
}

/** What views of a kind are called: by their rows, by the row that they add, or by their name. */
interface Words {
  title: "rows" | "new row" | "name";
  /** What a link to the view says that is named after its kind; null: its title. */
  verb: string | null;
  /** The same on the page of another model. */
  verbOf?: (noun: FreeText) => FreeText;
}

const WORDS: Readonly<Record<ViewKind, Words>> = {
  list: { title: "rows", verb: null },
  detail: {
    title: "name",
    verb: "Details",
    verbOf: (noun) => sentence(capital(noun), " details"),
  },
  create: { title: "new row", verb: null },
  update: { title: "name", verb: "Edit", verbOf: (noun) => sentence("Edit ", noun) },
  delete: { title: "name", verb: "Delete", verbOf: (noun) => sentence("Delete ", noun) },
  action: { title: "name", verb: null },
  page: { title: "name", verb: null },
  live: { title: "name", verb: null },
};

/** Heading of a view that is not about one row: of a list `Inventory records`, of a page its name. */
export function viewTitle(project: ProjectIndex, view: SafeView): FreeText {
  if (view.model !== null) {
    const model = project.model(view.model);
    const { title } = WORDS[view.kind];
    if (title === "rows" && view.name === view.kind) return capital(modelPlural(model));
    if (title === "new row") return sentence("Add ", modelNoun(model));
  }
  return new FreeText(humanized(view.name));
}

/**
 * The words of a link. A view that is named after its kind says what it does (`Edit`), with the
 * model's name when that is not the model of the page; any other view says its name.
 */
export function linkText(
  project: ProjectIndex,
  link: Pick<SafeLink, "to">,
  pageModel: ModelRef | null,
): FreeText {
  const target = project.view(link.to);
  const { verb, verbOf } = WORDS[target.kind];
  if (target.name !== target.kind || target.model === null || verb === null) {
    return viewTitle(project, target);
  }
  const same = pageModel?.label === target.model.label && pageModel.model === target.model.model;
  const noun = modelNoun(project.model(target.model));
  return same || verbOf === undefined ? new FreeText(verb) : verbOf(noun);
}

/** Free text made of parts. */
export function sentence(...parts: (string | FreeText)[]): FreeText {
  return new FreeText(parts.map(text).join(""));
}

/** `text` with a capital first letter. */
export function capital(value: FreeText): FreeText {
  return new FreeText(capitalized(text(value)));
}

function capitalized(value: string): string {
  return value.charAt(0).toUpperCase() + value.slice(1);
}

function lowered(value: string): string {
  return /^[A-Z]{2}/.test(value) ? value : value.charAt(0).toLowerCase() + value.slice(1);
}

function text(value: string | FreeText): string {
  return String(FreeText.unwrap(value));
}
