/** The manifest as written. Made from manifest.schema.json by `npm run generate:types`. */

/**
 * A name in snake_case.
 */
export type SnakeName = string;
/**
 * A permission as `label.codename`, or `label.*` for every one of the label.
 */
export type HeldPermission = string;
/**
 * One sentence about who opens which doors.
 */
export type ClaimManifest = NeverClaim | OnlyClaim | MayClaim;
/**
 * A door: a view as `label.view`, an event as `label.view.event`. `*` stands for any name, at the end for everything below.
 */
export type DoorName = string;
/**
 * The doors that stay closed to it.
 *
 * @minItems 1
 */
export type DoorNames = DoorName[];
/**
 * The doors that no other role opens, and nobody by login alone.
 *
 * @minItems 1
 */
export type DoorNames1 = DoorName[];
/**
 * The doors that it opens.
 *
 * @minItems 1
 */
export type DoorNames2 = DoorName[];
/**
 * A field: its type alone, or the type with its options.
 */
export type FieldManifest = FieldType | LongField;
/**
 * What a field holds.
 */
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
/**
 * A special permission: its description, or the long form with `renamed_from`.
 */
export type PermissionManifest = string | LongPermission;
/**
 * A codename, or `label.codename`.
 */
export type PermissionName = string;
/**
 * A codename of this app or of its cascade, `label.codename`, `none` or `login` (login is enough), facts about the row, or a combination. Facts alone are asked besides the standard permission of the view.
 */
export type PermissionRef = PermissionName | AnyPermission | AllPermissions | RowCondition;
/**
 * A field of the row, or of one that it refers to: names joined by dots.
 */
export type FieldPath = string;
/**
 * A value, one of several, `not` one, or what one row of a `related_name` meets; `null` is no value, or no such row.
 */
export type RowFact = FactValue | FactValues | OtherThan | RowFacts;
/**
 * A choice, a yes or no, a whole number, `$user` or `null`.
 */
export type FactValue = string | boolean | number | null;
/**
 * One of these values.
 *
 * @minItems 1
 * @maxItems 50
 */
export type FactValues = FactValue[];
/**
 * A field's name in snake_case, with `-` before it or not.
 */
export type SortKey = string;
/**
 * A view: `view` of this app or `label.view`; the long form shows plain text to those who may not open it.
 */
export type LinkManifest = ViewRef | LongLink;
/**
 * A view as `view` or `label.view`.
 */
export type ViewRef = string;
/**
 * An input: its type alone, or the type with its options. What an effect writes to a field has the field's limits and choices where it says none.
 */
export type ParamManifest = ParamType | LongParam;
/**
 * What an input holds: any field type but json. A reference or user is a picker: it offers, and takes, the rows or users that a form would. An integer that is written to a reference or user takes the same ids, and offers nothing.
 */
export type ParamType =
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
  | "choice"
  | "reference"
  | "user";
/**
 * What the action or event does to the data. Without it the body is yours to write.
 */
export type EffectManifest = ToggleEffect | SetEffect | AdvanceEffect | DeleteEffect | CreateEffect;
/**
 * Doors, by name.
 *
 * @minItems 1
 */
export type DoorNames3 = DoorName[];
/**
 * What the permission allows, for a person.
 */
export type PermissionDescription = string;
/**
 * Which users are offered, of those who may log in.
 */
export type UserOffer =
  | "active"
  | {
      /**
       * A name in snake_case.
       */
      role: string;
    };
/**
 * Values, in order, or values with their labels.
 */
export type Choices =
  | string[]
  | {
      /**
       * Any text.
       */
      [k: string]: string;
    };
/**
 * A name in PascalCase.
 */
export type PascalName = string;
/**
 * A model as `label.Model`.
 */
export type ModelRef = string;
/**
 * A model as `Model` or `label.Model`.
 */
export type AnyModelRef = string;
/**
 * Any text.
 */
export type FreeText = string;

/**
 * The manifest of a spire project: its apps, models, views, permissions and roles.
 */
export interface Manifest {
  /**
   * Version of the manifest language.
   */
  spire: 1;
  project: ProjectManifest;
  /**
   * Further files whose `apps:` are merged into this manifest: paths or globs relative to this file, inside the project.
   *
   * @maxItems 200
   */
  include?: string[];
  /**
   * Groups of users, by name. Each is seeded with a demo user.
   */
  roles?: {
    [k: string]: RoleManifest;
  };
  /**
   * What the scheme is for: who never opens a door, who does, and who alone. Held against the manifest whenever it is read.
   */
  claims?: ClaimManifest[];
  /**
   * The apps of the project, by folder name.
   */
  apps?: {
    [k: string]: AppManifest;
  };
}
/**
 * What the project is called and what is written from the manifest.
 */
export interface ProjectManifest {
  /**
   * Name of the project and of its package: lower case letters, digits, `-` and `_`.
   */
  name: string;
  /**
   * What is generated: a Node project (`typescript`, the default) or a Django project (`django`).
   */
  target?: "typescript" | "django";
  /**
   * Where visitors who are not logged in are sent. Default: `/login/`.
   */
  login_url?: string;
  /**
   * The zone in which times are read and shown, and in which a default or written value without an offset is meant, by its name in the IANA database. Default: `UTC`.
   */
  time_zone?: string;
}
/**
 * A group of users and the permissions it holds.
 */
export interface RoleManifest {
  /**
   * A role, or several, whose permissions this one holds too.
   */
  extends?: SnakeName | SnakeName[];
  /**
   * Permissions the role holds, each as `label.codename`; `label.*` is every permission of the label's models.
   */
  permissions?: HeldPermission[];
}
/**
 * The role's permissions open none of the doors.
 */
export interface NeverClaim {
  /**
   * A name in snake_case.
   */
  role: string;
  never: DoorNames;
}
/**
 * Nobody else's permissions open one of the doors; superusers aside. Each role is judged by itself: whoever was given two holds the permissions of both.
 */
export interface OnlyClaim {
  /**
   * The roles that may, each by name: one that extends another is not meant with it.
   */
  only: SnakeName[];
  may: DoorNames1;
}
/**
 * The role's permissions open every one of the doors.
 */
export interface MayClaim {
  /**
   * A name in snake_case.
   */
  role: string;
  may: DoorNames2;
}
/**
 * An app: a folder with models, views and sub-apps.
 */
export interface AppManifest {
  /**
   * A name in snake_case.
   */
  label?: string;
  /**
   * Whose permissions guard this app's views: a model as `label.Model`, `parent`, or `none` for the app's own. Default: the parent app's only model.
   */
  cascade?: string;
  /**
   * The app's models, by name in PascalCase.
   */
  models?: {
    [k: string]: ModelManifest;
  };
  /**
   * The app's views, by name in snake_case.
   */
  views?: {
    [k: string]: ViewManifest;
  };
  /**
   * Sub-apps, by folder name.
   */
  apps?: {
    [k: string]: AppManifest;
  };
  /**
   * Findings of spire that are accepted here, by code, each with the reason. The matrix lists them.
   */
  allow?: {
    /**
     * Any text.
     */
    [k: string]: string;
  };
  /**
   * The former path of this app: folder names joined by `.`, as in `sales.order`. Where the folder stays and only the label is new, the folder's own name. It may stay afterwards.
   */
  renamed_from?: string;
}
/**
 * A table of the database. Every model has an `id` besides its fields.
 */
export interface ModelManifest {
  /**
   * The model's fields, by name in snake_case.
   */
  fields: {
    [k: string]: FieldManifest;
  };
  /**
   * Special permissions besides add, change, delete and view: codename and description.
   */
  permissions?: {
    [k: string]: PermissionManifest;
  };
  /**
   * Groups of fields whose values together occur once at most.
   */
  unique_together?: SnakeName[][];
  /**
   * How a person reads the model's name.
   */
  verbose_name?: string;
  /**
   * A name in snake_case.
   */
  display?: string;
  /**
   * A name in PascalCase.
   */
  renamed_from?: string;
}
/**
 * A field with its options.
 */
export interface LongField {
  type: FieldType;
  /**
   * The field may be empty. Default: false.
   */
  null?: boolean;
  /**
   * Value of the field where none is given. It has the field's own type.
   */
  default?: unknown;
  /**
   * No two rows have the same value. Default: false.
   */
  unique?: boolean;
  /**
   * The database keeps an index of the field. Default: false.
   */
  index?: boolean;
  /**
   * Longest text, in characters, of a string (default 255), email (254), url (200), slug (50) or choice (its longest).
   */
  max_length?: number;
  /**
   * Digits of a decimal altogether. Default: 12.
   */
  max_digits?: number;
  /**
   * Digits of a decimal after the point. Default: 2.
   */
  decimal_places?: number;
  /**
   * The values of a choice, in order: a list, or a map of each value to what people read for it. Unsaid, `in_review` is read “In review”.
   */
  choices?:
    | string[]
    | {
        /**
         * Any text.
         */
        [k: string]: string;
      };
  /**
   * The model that a reference points at, as `label.Model`.
   */
  to?: string;
  /**
   * What happens to this row when the row it points at is deleted. protect: the other row stays as long as this one names it. cascade: this row is deleted too. set_null: the field is emptied. Default: protect.
   */
  on_delete?: "cascade" | "protect" | "set_null";
  /**
   * Which users a form offers for a user field: `active` (everybody who may log in) or `{ role: name }`. Inside an object with a member rule its members are offered, unless the field is the one that makes them. Default: nobody.
   */
  offer?:
    | "active"
    | {
        /**
         * A name in snake_case.
         */
        role: string;
      };
  /**
   * A name in snake_case.
   */
  related_name?: string;
  /**
   * How a person reads the field's name.
   */
  verbose_name?: string;
  /**
   * A hint below the field in forms.
   */
  help_text?: string;
  /**
   * A name in snake_case.
   */
  renamed_from?: string;
}
/**
 * A special permission in the long form.
 */
export interface LongPermission {
  /**
   * What the permission allows, for a person.
   */
  description: string;
  /**
   * A name in snake_case.
   */
  renamed_from?: string;
}
/**
 * A view: a page, a form, an action or a live page.
 */
export interface ViewManifest {
  /**
   * What the view does.
   */
  kind: "list" | "detail" | "create" | "update" | "delete" | "action" | "page" | "live";
  /**
   * A name in PascalCase.
   */
  model?: string;
  /**
   * Path of the view, beginning and ending with `/`, with `<int:name>`, `<str:name>`, `<slug:name>` or `<uuid:name>` for its parameters.
   */
  path?: string;
  /**
   * Who passes. Default: the action of the kind (list, detail, page, live: view; create: add; update: change; delete: delete). An action must name it.
   */
  permission?: PermissionName | AnyPermission | AllPermissions | RowCondition;
  /**
   * Opens the view to everyone, logged in or not.
   */
  public?: boolean;
  object?: ObjectManifest;
  member?: MemberManifest;
  /**
   * Of a list: the fields that its table shows, in this order. Default: up to six of those that matter most.
   *
   * @minItems 1
   */
  columns?: SnakeName[];
  /**
   * Of a list: the texts in which a visitor may search for words.
   *
   * @minItems 1
   */
  search?: SnakeName[];
  /**
   * Of a list: the fields by whose values a visitor may narrow it: choices, yes or no, days, and references. Of those it offers rows that the visitor may view and that its own rows refer to.
   *
   * @minItems 1
   */
  filter?: SnakeName[];
  /**
   * Of a list: what its rows are ordered by, unless a visitor orders them by one of its columns; with `-` before a field, from its last value to the first. Default: as they were made.
   *
   * @minItems 1
   */
  sort?: SortKey[];
  /**
   * Of a create or update view: the fields that its form asks for, in the model's order. The others are left out, and refused when they are sent. Default: all.
   *
   * @minItems 1
   */
  fields?: SnakeName[];
  /**
   * Views that the page links to. Each link is shown to those alone who may open its target.
   */
  links?: LinkManifest[];
  /**
   * Inputs of an action, by name; none is called `user`, `now`, `row` or `object`.
   */
  params?: {
    [k: string]: ParamManifest;
  };
  effect?: EffectManifest;
  /**
   * Event handlers of a live view, by name.
   */
  handlers?: {
    [k: string]: HandlerManifest;
  };
  rate_limit?: RateLimitManifest;
  /**
   * Of a view that writes: write who did what, when and to which row into the audit log, in the same transaction. Of a form: what was typed in it.
   */
  audit?: boolean;
  /**
   * Of a view that writes: ask for the password again before it does. What was typed in a form is kept until then.
   */
  confirm_password?: boolean;
  /**
   * Findings of spire that are accepted here, by code, each with the reason. The matrix lists them.
   */
  allow?: {
    /**
     * Any text.
     */
    [k: string]: string;
  };
  /**
   * A name in snake_case.
   */
  renamed_from?: string;
}
/**
 * One of these is enough.
 */
export interface AnyPermission {
  /**
   * One of these is enough.
   *
   * @minItems 1
   * @maxItems 50
   */
  any: PermissionRef[];
}
/**
 * All of these are needed.
 */
export interface AllPermissions {
  /**
   * All of these are needed.
   *
   * @minItems 1
   * @maxItems 50
   */
  all: PermissionRef[];
}
/**
 * What must be true of the row that the view or event is about, of superusers too.
 */
export interface RowCondition {
  /**
   * Facts that all hold, by field; or the name of a user field, which is the visitor then. A name goes through references with dots. It may end with a `related_name`, of which one row meets what is said.
   */
  row: FieldPath | RowFacts;
}
/**
 * What fields hold, by field. Over a reference that is empty, a field is `null`.
 */
export interface RowFacts {
  [k: string]: RowFact;
}
/**
 * Any other value, or none.
 */
export interface OtherThan {
  /**
   * A value, or several. Whoever is not logged in is neither `$user` nor somebody else.
   */
  not: FactValue | FactValues;
}
/**
 * Loads one row before the view runs; 404 when it is missing.
 */
export interface ObjectManifest {
  /**
   * The row's model, as `Model` or `label.Model`.
   */
  model: string;
  /**
   * A name in snake_case.
   */
  key: string;
}
/**
 * Demands a row that ties the object to the user.
 */
export interface MemberManifest {
  /**
   * The model of that row, as `Model` or `label.Model`.
   */
  model: string;
  /**
   * A name in snake_case.
   */
  object: string;
  /**
   * A name in snake_case.
   */
  user: string;
  /**
   * Path on this site where visitors go who are no members.
   */
  otherwise: string;
}
/**
 * A link with a text for those who may not open its target.
 */
export interface LongLink {
  to: ViewRef;
  /**
   * Plain text for those who may not open the target.
   */
  otherwise?: string;
}
/**
 * An input with its options.
 */
export interface LongParam {
  type: ParamType;
  /**
   * Longest text, in characters. Unsaid, as in the field that it is written to.
   */
  max_length?: number;
  /**
   * The values of a choice: a list, or a map of each value to what people read for it. Unsaid, both are those of the field that it is written to.
   */
  choices?:
    | string[]
    | {
        /**
         * Any text.
         */
        [k: string]: string;
      };
  /**
   * The model whose rows a reference offers, as `label.Model`: those that the visitor may view, inside an object those that hang on it. Unsaid, that of the field that it is written to, or of the row that it says to delete.
   */
  to?: string;
  /**
   * Which users are offered: `active` (everybody who may log in) or `{ role: name }`. Inside an object with a member rule its members are. Unsaid, as in the field that it is written to; else nobody.
   */
  offer?:
    | "active"
    | {
        /**
         * A name in snake_case.
         */
        role: string;
      };
}
/**
 * Turns a boolean field over.
 */
export interface ToggleEffect {
  /**
   * A name in snake_case.
   */
  toggle: string;
}
/**
 * Sets fields to values, to inputs as `$param`, or to what the request brings: `$user`, `$now`, `$row`, `$object`.
 */
export interface SetEffect {
  /**
   * Field and value; `$name` is the input of that name, `$$` a dollar sign. `$user` is the logged-in visitor, for a field of type user, whom the field need not offer. `$now` is the moment of the request: for a datetime; for a date the day, and for a time what the clocks show, in `project.time_zone`. `$row` is the row that the action or event is about, `$object` the one that `object` loads, for references to their models.
   */
  set: {
    [k: string]: unknown;
  };
}
/**
 * Moves a choice field on to its next choice.
 */
export interface AdvanceEffect {
  /**
   * A name in snake_case.
   */
  advance: string;
}
/**
 * Deletes the row that an input names.
 */
export interface DeleteEffect {
  /**
   * The row's model.
   */
  delete: string;
  /**
   * A name in snake_case.
   */
  key: string;
}
/**
 * Makes a row.
 */
export interface CreateEffect {
  /**
   * The row's model.
   */
  create: string;
  /**
   * Field and value; `$name` is the input of that name, `$$` a dollar sign. `$user` is the logged-in visitor, for a field of type user, whom the field need not offer. `$now` is the moment of the request: for a datetime; for a date the day, and for a time what the clocks show, in `project.time_zone`. `$row` is the row that the action or event is about, `$object` the one that `object` loads, for references to their models.
   */
  values?: {
    [k: string]: unknown;
  };
}
/**
 * An event handler of a live view.
 */
export interface HandlerManifest {
  /**
   * A codename of this app or of its cascade, `label.codename`, `none` or `login` (login is enough), facts about the row, or a combination. Facts alone are asked besides the standard permission of the view.
   */
  permission?: PermissionName | AnyPermission | AllPermissions | RowCondition;
  /**
   * Inputs of the event, by name; none is called `user`, `now`, `row` or `object`.
   */
  params?: {
    [k: string]: ParamManifest;
  };
  effect?: EffectManifest;
  rate_limit?: RateLimitManifest;
  /**
   * Write who did what, when and to which row into the audit log, in the same transaction.
   */
  audit?: boolean;
  /**
   * Ask for the password again before this runs.
   */
  confirm_password?: boolean;
  /**
   * A name in snake_case.
   */
  renamed_from?: string;
}
/**
 * At most `max_calls` writes by one user in `per_seconds` seconds.
 */
export interface RateLimitManifest {
  /**
   * Calls that are allowed.
   */
  max_calls: number;
  /**
   * Length of the time window in seconds.
   */
  per_seconds: number;
}
/**
 * A file named by `include`: more apps.
 */
export interface IncludeManifest {
  /**
   * Version of the manifest language.
   */
  spire?: 1;
  /**
   * Apps that are merged into the manifest, by folder name.
   */
  apps: {
    [k: string]: AppManifest;
  };
}
