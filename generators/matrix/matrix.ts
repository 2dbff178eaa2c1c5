/**
 * The matrix: every endpoint × every kind of visitor → what must happen. It is written beside the
 * generated tests as JSON and drives them, so its keys are spelled as in the manifest. It is
 * computed by `evaluate.ts` from the manifest alone and shares no code with the resolver.
 *
 * Strings from the manifest's free text (choices, defaults, link texts, reasons) reach a file only
 * as JSON strings.
 */

import type { ModelName, RowFact, Situation } from "./row-state.ts";

/** `label.codename`. */
export type PermissionName = string;

export interface Matrix {
  /** Written to `tests/matrix.json`. */
  project: ProjectMatrix;
  /** In the manifest's order, parents before children; each written to `tests/matrix/<label>.json`. */
  apps: AppMatrix[];
}

export interface ProjectMatrix {
  name: string;
  login_url: string;
  /** What each role holds, with the roles it extends; sorted. */
  roles: Readonly<Record<string, readonly PermissionName[]>>;
}

export interface AppMatrix {
  label: string;
  /** Every permission of the app's own models, whether or not a view checks it. */
  permissions: PermissionName[];
  /** Findings that the manifest accepts in writing. `view` is null when the whole app accepts it. */
  accepted: { view: string | null; code: string; reason: string }[];
  /** The visitors that the endpoints and controls below speak of, by name. */
  visitors: Record<string, Visitor>;
  endpoints: Endpoint[];
  controls: Control[];
}

export interface Visitor {
  user: "none" | "inactive" | "active" | "superuser";
  /** Absent: no permission at all. */
  grants?: Grants;
  /**
   * Where a view has a member rule, visitors are members of the very object unless this says
   * otherwise.
   */
  membership?: "none" | "another";
  /** What happens between opening the page and the request or event under test. */
  meanwhile?: { revoke: PermissionName[] } | "log_out" | "deactivate" | "leave";
}

/** Which permissions a visitor holds, in a form whose size does not grow with the project. */
export type Grants =
  | { only: PermissionName[] }
  | { all_except: PermissionName[] }
  | { app: string }
  /** Through membership in the role's group. */
  | { role: string };

/**
 * - `allow`: answered, and the expected effect took place.
 * - `login`: sent to the login page.
 * - `denied`: 403, or "Permission denied" to an event. Nothing changes.
 * - `closed`: the page of a live view is no longer open to the visitor; its socket ends.
 * - `not_found`: 404.
 * - `redirect`: sent to the member rule's `otherwise`.
 * - `ignored`: whatever is answered, nothing changes.
 */
export type Outcome =
  "allow" | "login" | "denied" | "closed" | "not_found" | "redirect" | "ignored";

/** For each outcome, the visitors who meet it. */
export type Expectations = { [O in Outcome]?: string[] };

export type Requirement =
  PermissionName | { row: RowFact[] } | { any: Requirement[] } | { all: Requirement[] };

/** `login`: any active user. A permission name always holds a dot, so the three never mix. */
export type Guard = "public" | "login" | Requirement;

/** A guard as it stands in the matrix. */
export type WrittenGuard = "public" | "login" | WrittenRequirement;

export type WrittenRequirement =
  | PermissionName
  | { row: Record<string, unknown> }
  | { any: WrittenRequirement[] }
  | { all: WrittenRequirement[] };

export interface Endpoint {
  /** E.g. `inventory.update POST`, `team.admin CONNECT`, `team.admin EVENT remove_member`. */
  id: string;
  /** `label.name` of the view. */
  view: string;
  method: "GET" | "POST" | "CONNECT" | "EVENT";
  /** Set for EVENT. */
  event?: string;
  path: string;
  /** Facts in the words of the manifest. */
  guard: WrittenGuard;
  /** How the path's parameters are filled. */
  params: Record<string, Input>;
  object?: { model: ModelName; key: string };
  member?: { model: ModelName; object: string; user: string; otherwise: string };
  /** The view model's reference field to the object: rows are limited to it. */
  scope?: { model: ModelName; field: string };
  /** The rows that a live page shows beside its object. */
  related?: RelatedRows[];
  /** The rows of other models that the page names. */
  named?: NamedRows[];
  /** By which fields a list is searched, narrowed and ordered. Absent: by none. */
  list?: ListFields;
  /** A valid form or the event's params. Absent for GET and CONNECT. */
  input?: Record<string, Input>;
  /** Values of fields that the form must refuse: it does not ask for them. */
  closed?: Record<string, Input>;
  /** What an allowed request does to the data. Absent: nothing changes. */
  effect?: Effect;
  rate_limit?: { max_calls: number; per_seconds: number };
  audit?: true;
  confirm_password?: true;
  /**
   * The condition has more sets of permissions than are tried; the visitors below are a sample that
   * does not tell it from every other one.
   */
  sampled?: true;
  /** What is so of the row for the visitors of `expect`. Absent: it does not matter. */
  situation?: Situation;
  /** What the guard asks there of permissions. */
  guard_there?: WrittenGuard;
  /** With every row in place. */
  expect: Expectations;
  /** On rows of which something else is so. */
  rows?: { is: Situation; expect: Expectations }[];
  /** The path names a row that does not exist. */
  when_missing?: Expectations;
  /** The path or the event's key names a row of another object. */
  when_foreign?: Expectations;
}

/** What the rows of a list are found by. */
export interface ListFields {
  model: ModelName;
  search?: string[];
  filter?: string[];
  /** After a `-` from the last value on. */
  sort?: string[];
}

/** Rows that a page shows to those alone who may view them. */
export interface RelatedRows {
  model: ModelName;
  /** The reference by which they name the page's object; absent where it has none. */
  field?: string;
  /** The viewers' condition has more sets of permissions than are tried. */
  sampled?: true;
  /** Who may open the page and is not shown them. */
  hidden: string[];
}

/** Rows of another model that a page names, by a label or as a choice, to those who may view them. */
export interface NamedRows {
  model: ModelName;
  /** The model whose rows the page shows, and their reference to these. */
  of: ModelName;
  field: string;
  /** How they hang on the page's object. */
  within?: Tie;
  /** The viewers' condition has more sets of permissions than are tried. */
  sampled?: true;
  /** Who may open the page and reads no name of theirs there. */
  hidden: string[];
}

/**
 * A value as typed, or: the row under test of a model, another fresh row of it, a fresh user; the last
 * two, and the first where it says so, for those alone who may choose such.
 * In a form a value is sent as text; in an event with its JSON type.
 */
export type Input =
  | { value: unknown }
  | { row: ModelName; viewers?: Guard }
  | ({ ref: ModelName; viewers: Guard; within?: Tie } & Instead)
  | ({ user: "another"; offer: UserOffer } & Instead)
  /** What the row under test refers to by this field; only where a control's path is filled. */
  | { field: string; of: ModelName };

/**
 * What a form takes of visitors who may choose none of the rows: that the reference stays, or that it
 * is empty. Absent: they are refused.
 */
export interface Instead {
  otherwise?: "unchanged" | "empty";
}

/** How a row hangs on the object of the view: it is the object, or these references lead there. */
export type Tie = "object" | { [field: string]: Tie };

/** Which users may be chosen, of those who are active. */
export type UserOffer = "nobody" | "active" | { role: string } | { members: MemberTie };

/** The fields by which a row makes a user a member of an object. */
export interface MemberTie {
  model: ModelName;
  object: string;
  user: string;
}

/**
 * A written value, the input of that name, or what the request brings: who asks, its moment, the row
 * under test of a model.
 */
export type EffectValue =
  | { value: unknown }
  | { input: string }
  | { user: "visitor" }
  | { moment: "request" }
  | { row: ModelName };

/** What must be seen on the data. `model` is that of the row under test unless it is created. */
export type Effect =
  /** One new row whose fields equal the values (or, `"input"`, the whole form). */
  | { kind: "create"; model: ModelName; values: "input" | Record<string, EffectValue> }
  | { kind: "change"; model: ModelName; values: "input" | Record<string, EffectValue> }
  | { kind: "delete"; model: ModelName; bound?: BoundRows[] }
  | { kind: "toggle"; model: ModelName; field: string }
  | { kind: "advance"; model: ModelName; field: string; choices: string[] }
  /** The body is the developer's. */
  | { kind: "open" };

/** Rows that refer to the one that is deleted. */
export interface BoundRows {
  model: ModelName;
  field: string;
  /** They go along, or keep it from being deleted. */
  rule: "cascade" | "protect";
  /** Who holds it may delete them. */
  permission: PermissionName;
}

/** A link, button or event control on a page. */
export interface Control {
  /** `label.name` of the page it stands on. */
  page: string;
  /** `link`: `<a href>`; `button`: `<form action>`; `event`: `data-event`. */
  kind: "link" | "button" | "event";
  /** `label.name` of the target view; for an event, the handler's name. */
  to: string;
  /** The target's path; absent for an event. */
  path?: string;
  /** How the target's path parameters are filled from the page. */
  params?: Record<string, Input>;
  /** Plain text for those who may not open the target. */
  otherwise?: string;
  /** It is the name of a row that the page refers to. */
  reference?: true;
  /**
   * The condition has more sets of permissions than are tried; the visitors below are a sample that
   * does not tell it from every other one.
   */
  sampled?: true;
  /** What is so of the rows for these visitors. Absent: it does not matter. */
  situation?: Situation;
  shown: string[];
  hidden: string[];
  /** On rows of which something else is so. */
  rows?: { is: Situation; shown: string[]; hidden: string[] }[];
}
