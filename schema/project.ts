/**
 * The Project: the manifest as resolved. Labels, cascades, guards, paths and links are final here;
 * generators and verifiers read only this model and never look at the manifest again.
 *
 * Strings typed `FreeText` come from the manifest's free-text places (descriptions, defaults,
 * choices, help). They are hostile in every output language and reach one only through an escaper
 * made for it. All other strings are identifiers or paths that the validator has already restricted.
 */

import type { ListFields } from "./list-fields.ts";
import type { ModelRef } from "./model-ref.ts";
import type { RowCondition } from "./row-condition.ts";

export type { ModelRef };

/**
 * Text of the manifest that may hold anything: quotes, markup, template syntax, newlines.
 * The mark is for the type checker alone (any string may be assigned); generators/render/safe-project.ts
 * finds these places by it and wraps them.
 */
export type FreeText = string & { readonly freeText?: true };

/** `label.codename`, as Django spells a permission. */
export type PermissionName = string;

export type TargetName = "typescript" | "django";

export interface Project {
  name: string;
  target: TargetName;
  /** Where a visitor who is not logged in is sent, e.g. `/login/`. */
  loginUrl: string;
  /** The zone in which times are read and shown, e.g. `Europe/Berlin`. */
  timeZone: string;
  /** Every app and sub-app, parents before their children, otherwise in the manifest's order. */
  apps: App[];
  roles: Role[];
}

export interface Role {
  name: string;
  /** The role's own permissions and those of the roles it extends, sorted, without repeats. */
  permissions: PermissionName[];
}

export interface App {
  /** Folder names from the project's app folder down, e.g. `["inventory", "record"]`. */
  path: string[];
  /** The permission prefix, unique in the project. */
  label: string;
  /** The root model whose permissions this app's views check; null when the app guards itself. */
  cascade: ModelRef | null;
  models: Model[];
  views: View[];
  /** Findings the manifest accepts for this app, by rule code, with the written reason. */
  allow: Record<string, FreeText>;
  /** Former app path, joined by ".", when the manifest says `renamed_from`. */
  renamedFrom: string | null;
}

export interface Model {
  name: string;
  verboseName: FreeText | null;
  fields: Field[];
  /** The field that names a row, where the manifest says one. */
  display: string | null;
  /** The four standard permissions first (add, change, delete, view), then the special ones. */
  permissions: Permission[];
  uniqueTogether: string[][];
  /** Who may view its rows, where another model's pages and forms show or offer them. */
  viewers: Viewers;
  renamedFrom: string | null;
}

/** Who passes one of the lists or details that show the rows; where there is none, who may view. */
export interface Viewers {
  anywhere: Guard;
  /** Lists and details that show only the rows of an object, to those who come so far. */
  inside: { object: ModelRef; member: MemberRule | null; guard: Guard }[];
}

export interface Permission {
  /** `label.codename`. */
  name: PermissionName;
  codename: string;
  /** The standard action, or null for a special permission. */
  action: StandardAction | null;
  description: FreeText;
  renamedFrom: string | null;
}

export type StandardAction = "add" | "change" | "delete" | "view";

export type FieldType =
  | "string"
  | "text"
  | "integer"
  | "bigint"
  | "decimal"
  | "boolean"
  | "date"
  | "datetime"
  | "time"
  | "uuid"
  | "email"
  | "url"
  | "slug"
  | "json"
  | "choice"
  | "reference"
  | "user";

/** A value a field's `default` or an effect's `set` may hold; its strings are free text. */
export type Scalar = string | number | boolean | null;

export interface Field {
  name: string;
  type: FieldType;
  null: boolean;
  /** undefined: no default. A `json` field's default is any JSON value. */
  default: unknown;
  unique: boolean;
  index: boolean;
  /** Set for string, email, url, slug and choice; null elsewhere. */
  maxLength: number | null;
  /** Set for decimal; null elsewhere. */
  maxDigits: number | null;
  decimalPlaces: number | null;
  /** Set for choice; empty elsewhere. */
  choices: FreeText[];
  /** What people read for each of them; empty: the manifest does not say. */
  choiceLabels: FreeText[];
  /** Set for reference; null elsewhere. */
  to: ModelRef | null;
  /** Set for reference and user; null elsewhere. */
  onDelete: OnDelete | null;
  /** Set for user: whom forms offer; null: nobody, but for the members of an object. */
  offer: UserOffer | null;
  relatedName: string | null;
  verboseName: FreeText | null;
  helpText: FreeText | null;
  renamedFrom: string | null;
}

/** The users who may log in: all of them, or those whom a role was given. */
export type UserOffer = "active" | { role: string };

export type OnDelete = "cascade" | "protect" | "set_null";

export type ViewKind =
  "list" | "detail" | "create" | "update" | "delete" | "action" | "page" | "live";

export interface View extends ListFields {
  name: string;
  /** `label.name`, unique in the project. */
  id: string;
  kind: ViewKind;
  /** The whole path in Django's notation, e.g. `/inventory/<int:pk>/update/`. */
  path: string;
  segments: PathSegment[];
  /** The model the view is about: required for list, detail, create, update, delete. */
  model: ModelRef | null;
  guard: Guard;
  object: ObjectRule | null;
  member: MemberRule | null;
  /**
   * The path parameter with the primary key of the row of `model` that the view finds; null for a
   * view that finds none: a list, a create, page or live view, an action about no row.
   */
  rowKey: string | null;
  /**
   * For a list, detail, create, update, delete or action view under an `object` of another model:
   * the view model's only reference field to that model; its rows are limited to the object's.
   */
  scopeField: string | null;
  /** For a create or update view: the fields that its form may ask for; null: all. */
  fields: string[] | null;
  /** For a create or update view: the fields that its form must not change. */
  closedFields: ClosedField[];
  links: Link[];
  /** Run-time inputs of an action view; empty for the other kinds. */
  params: Param[];
  /** Set for an action view with a written effect. */
  effect: Effect | null;
  /** Set for live views; empty for the other kinds. */
  handlers: Handler[];
  /** Of what it writes, so of create, update, delete and action views; live views say it per handler. */
  protections: Protections;
  allow: Record<string, FreeText>;
  renamedFrom: string | null;
}

/** A field that actions or handlers change under a guard that the form's does not imply. */
export interface ClosedField {
  field: string;
  /** `label.view`, or `label.view.handler`. */
  changedBy: string[];
}

export type PathSegment =
  { literal: string } | { converter: "int" | "str" | "slug" | "uuid"; name: string };

/**
 * Who passes. `login` is the manifest's `permission: none`: any logged-in, active user.
 * The three kinds other than `public` all include login.
 */
export type Guard =
  { kind: "public" } | { kind: "login" } | { kind: "permission"; requirement: Requirement };

/** A permission, facts about the row, or a combination of requirements. */
export type Requirement =
  PermissionName | RowCondition | { any: Requirement[] } | { all: Requirement[] };

/** One row is loaded before the view runs; 404 when it is missing. */
export interface ObjectRule {
  model: ModelRef;
  /** Name of the path parameter that holds the row's primary key. */
  key: string;
}

/** A row must tie the object to the user; a visitor without one is redirected. */
export interface MemberRule {
  model: ModelRef;
  /** The reference field to the object's model. */
  object: string;
  /** The user field. */
  user: string;
  /** Where visitors who are no members go. */
  otherwise: string;
}

export interface Link {
  /** `label.name` of the target view. */
  to: string;
  /** Plain text shown to those who may not open the target; null shows them nothing. */
  otherwise: FreeText | null;
  /**
   * How the target's path parameters are filled: none (`page`), with the shown row's primary key
   * (`row`), or with the row's reference field of that name (`reference`).
   */
  per: { kind: "page" } | { kind: "row" } | { kind: "reference"; field: string };
}

export interface Param {
  name: string;
  /** Any field type but json. */
  type: Exclude<FieldType, "json">;
  maxLength: number | null;
  choices: FreeText[];
  /** What people read for each of them; empty: the manifest does not say. */
  choiceLabels: FreeText[];
  /** Set for reference; null elsewhere. */
  to: ModelRef | null;
  /** Set for user: whom it offers; null: nobody, but for the members of an object. */
  offer: UserOffer | null;
}

/**
 * What every request brings by itself: who asks, when, the row that the action or event is about, and
 * the row of the view's `object`.
 */
export type RequestValue = "user" | "now" | "row" | "object";

/** A written value, the run-time input of that name, or what the request brings. */
export type EffectValue = { value: unknown } | { param: string } | { request: RequestValue };

export type Effect =
  | { kind: "toggle"; field: string }
  | { kind: "set"; values: Record<string, EffectValue> }
  | { kind: "advance"; field: string }
  /** `key` names the param with the row's primary key; `scopeField` ties the row to the object. */
  | { kind: "delete"; model: ModelRef; key: string; scopeField: string | null }
  | {
      kind: "create";
      model: ModelRef;
      values: Record<string, EffectValue>;
      scopeField: string | null;
    };

export interface Handler {
  name: string;
  guard: Exclude<Guard, { kind: "public" }>;
  params: Param[];
  /** null: the body is the developer's, scaffolded and guarded. */
  effect: Effect | null;
  protections: Protections;
  renamedFrom: string | null;
}

export interface Protections {
  rateLimit: { maxCalls: number; perSeconds: number } | null;
  audit: boolean;
  confirmPassword: boolean;
}
