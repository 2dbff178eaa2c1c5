import type { Guard, MemberRule, ModelRef } from "../../schema/project.ts";
import type { FreeText } from "../render/free-text.ts";
import type { SafeApp, SafeField, SafeModel, SafeParam, SafeView } from "../render/safe-project.ts";
import type { OfferedRows } from "./offered-rows.ts";

/**
 * The Screens: what the pages of a project show and where they lead, decided once for every target.
 * They hold names of the manifest and free text, and no code of any language.
 */
export interface Screens {
  /** In the project's order. */
  apps: AppScreens[];
  menu: MenuEntry[];
}

export interface AppScreens {
  app: SafeApp;
  /** A screen a view, in the app's order. */
  views: Screen[];
  /** The forms of the app's models that some view adds or edits. */
  forms: ModelForm[];
  /** What the choices of the app's models are called. */
  choices: ModelChoices[];
}

/** What the choices of one model's fields are called. */
export interface ModelChoices {
  model: SafeModel;
  fields: { field: SafeField; choices: Choice[] }[];
}

/** A value that may be chosen: it is stored, logged and answered. People read its label. */
export interface Choice {
  value: FreeText;
  label: FreeText;
}

/** A page that opens without a row; shown to those who may open it. */
export interface MenuEntry extends OwnedView {
  /** No other entry of its group reads the same. */
  label: FreeText;
  /** The title of the group that it stands in; null: in none. Those of one group follow each other. */
  group: string | null;
}

/** A view and the app that it belongs to. */
export interface OwnedView {
  app: SafeApp;
  view: SafeView;
}

/** What a view loads and shows, by the kind of the view. */
export type Screen =
  ListScreen | DetailScreen | FormScreen | DeleteScreen | ActionScreen | LiveScreen;

interface AnyScreen extends OwnedView {
  loaded: LoadedRows;
}

/** What every page has; actions have none. */
export interface PageScreen extends AnyScreen {
  title: Title;
  /** The links at its head. */
  links: Control[];
  /** Targets of all its links that only members may open, without repeats. */
  memberTargets: MemberTarget[];
}

export interface ListScreen extends PageScreen {
  kind: "list";
  table: Table;
  /** What its rows are ordered by, the first one first; none: as they were made. */
  order: { field: SafeField; descending: boolean }[];
  /** Whether its visitors may search for words, and in what. */
  search: SafeField[];
  /** What they may narrow it by. */
  filters: ListFilter[];
  /** The columns by which its visitors may order them. */
  sortable: ShownField[];
  /** What it shows or goes by that points to rows. */
  references: Reference[];
}

/** A field by whose values a list is narrowed. */
export interface ListFilter extends ShownField {
  choices: Choice[];
  /** Rows without a value can be asked for, too. */
  nullable: boolean;
}

/** A page about one row, or about nothing. */
export interface DetailScreen extends PageScreen {
  kind: "detail" | "page";
  /** The fields of the row; none where there is no row. */
  details: ShownField[];
}

/** A form for a new row, or for one that is there. */
export interface FormScreen extends PageScreen {
  kind: "create" | "update";
  model: ModelRef;
  /** What it asks for. */
  fields: ShownField[];
  /** Fields that it leaves out and refuses. */
  closed: string[];
  /** The reference that the view sets to the object around its rows, instead of asking for it. */
  preset: string | null;
  /** What its button says. */
  submit: string;
  successList: SuccessList | null;
}

/** Asks before a row is deleted. */
export interface DeleteScreen extends PageScreen {
  kind: "delete";
  successList: SuccessList | null;
}

export interface ActionScreen extends AnyScreen {
  kind: "action";
}

/** A page with the object's fields, what belongs to it, and the controls of its handlers. */
export interface LiveScreen extends PageScreen {
  kind: "live";
  details: ShownField[];
  /** Of the handlers that act on no row of a table. */
  controls: Control[];
  tables: RelatedTable[];
}

/** Which rows a view loads before it runs. */
export interface LoadedRows {
  /** Found by the path parameter `key`. */
  object: { model: ModelRef; key: string } | null;
  /** A row of the view's model whose reference `scopeField` points to the object. */
  row: { model: ModelRef; key: string; scopeField: string } | null;
  /** The row that the view is about, and which of the two it is. */
  subject: { model: ModelRef; loaded: "object" | "row" } | null;
  /** The object's model, where the view is not about it but about rows inside it. */
  parent: ModelRef | null;
}

/** A page's title: words that stand fast, or the name of the row that it is about. */
export type Title =
  | { kind: "words"; words: FreeText }
  /** The value of a field, after a verb or alone: `Edit Bolts`. */
  | { kind: "name"; verb: FreeText | null; field: SafeField }
  /** The row's id after words: `Edit inventory record #5`. */
  | { kind: "id"; words: FreeText };

/** How a row is called where it stands among others: by a field, by its first reference, or `#5`. */
export type RowName =
  { by: "field"; field: SafeField } | { by: "reference"; reference: Reference } | { by: "id" };

/** A field that points to a row, on the page of a view. */
export interface Reference extends OfferedRows {
  field: SafeField;
  /** The page of such a row, to which its name leads whoever may open it; null: there is none. */
  detail: OwnedView | null;
}

/** A field whose value a page shows. */
export interface ShownField {
  label: FreeText;
  field: SafeField;
  /** The model that it is a field of. */
  owner: ModelRef;
  /** Set for references. */
  reference: Reference | null;
}

/** Rows of one model, one a line. */
export interface Table {
  model: ModelRef;
  /** The reference that ties its rows to the page's object; null: it shows all rows. */
  scopeField: string | null;
  columns: ShownField[];
  rowName: RowName;
  /** What each of its rows has. */
  controls: Control[];
  /** What stands there as long as it has no rows. */
  empty: FreeText;
}

/** A table that a live page shows besides its object. */
export interface RelatedTable extends Table {
  /** Whoever does not pass it is shown neither rows nor heading. */
  viewers: Guard;
  heading: FreeText;
}

/** A link, button or small form on a page. It is shown to exactly those who may use it. */
export interface Control {
  words: FreeText;
  action: ControlAction;
  style: "plain" | "primary" | "danger";
  /** Whoever does not pass it does not see the control. */
  guard: Guard;
  /** The row that it is about; null: none. */
  row: ControlRow | null;
  /** What that row decides about it; null: nothing, or the page does not show that row. */
  state: ControlState | null;
  /** Set where only members of that row see it. */
  member: MemberTarget | null;
  /** Fields of the very row that it changes; none: it changes another one, or says not what. */
  changes: SafeField[];
  /** What it asks for before it is used. */
  params: ParamInput[];
  /** Plain text for those who do not see it; null shows them nothing. */
  otherwise: FreeText | null;
  /** How it keeps what a list was asked for; null: it does not. */
  kept: KeptList | null;
}

/**
 * A list's pages, order and filters stay until one comes back to it: by links that leave the list, that
 * go on from a page to which one has led, and that return to it.
 */
export type KeptList = "leaving" | "onward" | "returning";

export type ControlAction =
  /** Opens a page. */
  | ({ kind: "link" } & OwnedView)
  /** Calls an action. */
  | ({ kind: "post" } & OwnedView)
  /** Fires an event of this page; its param `key` takes the id of the row. */
  | { kind: "event"; name: string; key: string | null };

export interface ParamInput {
  label: FreeText;
  param: SafeParam;
  /** What may be chosen; none where it is no choice. */
  choices: Choice[];
  /** The rows of which one is chosen; null where none is. */
  rows: OfferedRows | null;
}

/** The row whose id a control hands on. */
export interface ControlRow {
  /** Begins at the row at which the control stands, or at the object around the page's rows. */
  from: "here" | "parent";
  /** The reference that leads from there to it; null: it is that row itself. */
  field: string | null;
  /** The reference may be empty: then there is no control. */
  nullable: boolean;
}

/** What a control's effect does to a row that its page shows, and so what the row says of it. */
export type ControlState =
  /** It flips the field: what it says as long as that is yes. */
  | { of: "toggle"; field: SafeField; whenSet: FreeText }
  /** It moves the field on: after the last choice there is no control. */
  | { of: "advance"; model: ModelRef; field: SafeField };

/** A view that is open to those alone whom a row ties to its object. */
export interface MemberTarget extends OwnedView {
  member: MemberRule;
}

/**
 * The list to which a create, update or delete view leads when it is done, or left by Cancel. Cancel
 * is shown to those who may open it.
 */
export interface SuccessList extends OwnedView {
  /** Its path takes the id of the object around the rows. */
  inParent: boolean;
  /** Who passes is led there after a success, others home; null: all who come so far may open it. */
  guard: Guard | null;
}

/** The inputs of one model, which the views that add and edit it share. */
export interface ModelForm {
  model: SafeModel;
  /** What one row is called inside a sentence. */
  noun: FreeText;
  inputs: Input[];
}

export interface Input extends Omit<ShownField, "reference" | "owner"> {
  /** Which of the views that add and edit the model ask for it; the others leave it out. */
  asked: "always" | "sometimes" | "never";
  /** A reference that some of the views set by themselves, so that its choices may be missing. */
  optional: boolean;
}
