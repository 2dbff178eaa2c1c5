import type { RuleText } from "./rule.ts";

/** SP30x–SP33x, SP35x and SP37x: models, fields, paths, objects, members and lists. */
export const VIEWS = {
  SP301: {
    severity: "error",
    title: "Unknown model",
    explanation: "A model is named `Model` in its own app, `label.Model` elsewhere.",
    example: "inventory: { type: reference, to: inventory.Inventori }",
  },
  SP302: {
    severity: "error",
    title: "View without a model",
    explanation:
      "A list, detail, create, update, delete or action view is about one model. An app with several says which.",
    example: "views:\n  list: { kind: list }   # the app has two models",
  },
  SP303: {
    severity: "error",
    title: "Unknown field",
    explanation: "The model has no such field.",
    example: "effect: { toggle: is_loked }",
  },
  SP304: {
    severity: "error",
    title: "Key that this kind of view has not",
    explanation:
      "Handlers belong to live views; params and effect to actions and handlers; rate_limit, audit and confirm_password to what writes: create, update, delete and action views, and handlers; links to views with a page; columns, search, filter and sort to lists; fields to create and update views.",
    example: "list: { kind: list, effect: { toggle: is_locked } }",
  },
  SP310: {
    severity: "error",
    title: "Malformed path",
    explanation:
      "A path begins and ends with `/`. Between slashes stand letters, digits, `-`, `_`, `.` and `~`, or one parameter `<int:name>`, `<str:name>`, `<slug:name>` or `<uuid:name>`.",
    example: "path: teams/<int:pk>",
  },
  SP311: {
    severity: "error",
    title: "Path not of this site",
    explanation: "Redirects lead to a path of the project's own site, which begins with one `/`.",
    example: "otherwise: //elsewhere.example/",
  },
  SP312: {
    severity: "error",
    title: "Two views at one path",
    explanation:
      "Two paths match the same address and neither is more specific, so that one view would answer for the other, under another guard.",
    example: "a: { kind: page, path: /a/<int:x>/ }\nb: { kind: page, path: /a/<slug:y>/ }",
  },
  SP313: {
    severity: "error",
    title: "Path of the runtime",
    explanation:
      "`/`, the login page, `/logout/`, `/static/`, `/healthz`, `/readyz`, `/confirm-password/`, `/audit/`, `/my-account/` and where its forms are sent belong to the generated project itself.",
    example: "exit: { kind: page, path: /logout/ }",
  },
  SP314: {
    severity: "error",
    title: "Path without its row",
    explanation:
      "A detail, update or delete view finds its row by `<int:pk>` in its path, or by the parameter that `object` names.",
    example: "detail: { kind: detail, path: /stock/ }",
  },
  SP315: {
    severity: "error",
    title: "Path parameter that nobody uses",
    explanation:
      "Every parameter in the path of a list, form or action is the key of a row. Pages and live pages may have more, for the code in their bodies.",
    example: "list: { kind: list, path: /stock/<int:year>/ }",
  },
  SP316: {
    severity: "error",
    title: "Row key that is no <int:…>",
    explanation: "Rows are found by their id, a whole number.",
    example: "detail: { kind: detail, path: /stock/<slug:pk>/ }",
  },
  SP320: {
    severity: "error",
    title: "Rows that cannot be tied to the object",
    explanation:
      "Under an `object` of another model, a view shows the rows that belong to it: its model needs exactly one reference to the object's model.",
    example: "list: { kind: list, object: { model: Team, key: team_id }, path: … }",
  },
  SP321: {
    severity: "error",
    title: "Object of the view's own model",
    explanation: "A list or create view has no row of its own model to load.",
    example: "create: { kind: create, object: { model: Inventory, key: pk }, path: … }",
  },
  SP322: {
    severity: "error",
    title: "Member rule without an object",
    explanation: "A member rule ties the user to the `object` of the view.",
    example: "admin: { kind: live, member: { … } }",
  },
  SP323: {
    severity: "error",
    title: "Member rule with the wrong fields",
    explanation:
      "`member.object` is a reference field to the object's model, `member.user` a field of type user.",
    example: "member: { model: TeamMembership, object: role, user: user, otherwise: / }",
  },
  SP324: {
    severity: "note",
    title: "Field left out of a form",
    explanation:
      "An action or handler changes the field under a guard that not everybody who may fill the form passes. The form would lead round that guard: it does not ask for the field, and refuses it when it is sent.",
    example:
      "update: { kind: update }                # for change_inventory\nlock: { kind: action, permission: can_lock_inventory, effect: { toggle: is_locked } }",
  },
  SP325: {
    severity: "error",
    title: "Required field left out of a form",
    explanation:
      "A create view leaves the field out, because its `fields` do not name it, or an action or handler changes it under a guard of its own; but no row can be made without a value.",
    example:
      "fields: { title: string, status: { type: choice, choices: [draft, closed] } }   # no default\n# create: { kind: create, fields: [title] }",
  },
  SP326: {
    severity: "warning",
    title: "User field that can be set to nobody",
    explanation:
      "Inside an object with a member rule a form offers the object's members. Elsewhere it offers whom the field's `offer` names; nobody, where it says nothing. A user whom the row refers to already stays. The same holds for inputs of type user; one that is written to a field offers whom the field does, unless it says `offer` itself.",
    example: "assignee: user   # { type: user, offer: active }",
    acceptable: true,
  },
  SP327: {
    severity: "warning",
    title: "Delete view that its own members close",
    explanation:
      "Only members of the object may open the view, and the reference by which they are members protects the object. So there always is a row that holds it.",
    example:
      "team: { type: reference, to: team.Team }   # on_delete: cascade\ndelete: { kind: delete, object: { model: Team, key: pk }, member: { model: Member, … } }",
  },
  SP330: {
    severity: "error",
    title: "Option that the type has not",
    explanation: "Each option belongs to certain field types.",
    example: "quantity: { type: integer, max_length: 3 }",
  },
  SP331: {
    severity: "error",
    title: "Type without its option",
    explanation:
      "A choice needs `choices`, a reference needs `to`. An input that an effect writes to a field has the field's, and one that names the row to delete refers to its model.",
    example: "status: choice",
  },
  SP332: {
    severity: "error",
    title: "Default that does not fit",
    explanation: "The default has the field's own type and keeps its bounds.",
    example: "quantity: { type: integer, default: many }",
  },
  SP333: {
    severity: "error",
    title: "Choice given twice",
    explanation: "The choices of a field or input differ from each other, and so do their labels.",
    example: "choices: [draft, draft]",
  },
  SP334: {
    severity: "error",
    title: "set_null without null",
    explanation: "`on_delete: set_null` empties the field, so that the field needs `null: true`.",
    example: "owner: { type: user, on_delete: set_null }",
  },
  SP335: {
    severity: "error",
    title: "unique_together of one field twice",
    explanation: "The fields of one group differ.",
    example: "unique_together: [[team, team]]",
  },
  SP336: {
    severity: "error",
    title: "Bounds that contradict each other",
    explanation:
      "`decimal_places` is at most `max_digits`; a choice's `max_length` holds its longest choice, an email's or url's the shortest that is valid.",
    example: "price: { type: decimal, max_digits: 2, decimal_places: 4 }",
  },
  SP337: {
    severity: "error",
    title: "Related name used twice",
    explanation:
      "The rows that refer to a model have different names there, which differ from its fields too.",
    example: "a: { type: user, related_name: tasks }\nb: { type: user, related_name: tasks }",
  },
  SP338: {
    severity: "error",
    title: "Required references in a circle",
    explanation:
      "Rows that each need the other first can never be made. Give one of the references `null: true`.",
    example: "parent: { type: reference, to: team.Team }   # in Team itself",
  },
  SP339: {
    severity: "error",
    title: "Unknown time zone",
    explanation:
      "Times are read and shown in one zone of the IANA database, such as `Europe/Berlin`; offsets and abbreviations do not say when the clocks change.",
    example: "project: { name: warehouse, time_zone: Berlin }",
  },
  SP351: {
    severity: "warning",
    title: "Reference that relied on the former default",
    explanation:
      "In the project's last migration the rows of this reference go with the row that they name, and the manifest does not say so. Unsaid is `protect` now: that row stays as long as another names it. Said once, when the migration that changes it is written.",
    example: "team: { type: reference, to: team.Team }   # was: on_delete: cascade",
  },
  SP352: {
    severity: "note",
    title: "Choice that rows may hold still",
    explanation:
      "The choice was among those of the field when files were written last. No row loses it: a form offers it where it stands, marked as retired, until another is chosen. Said once, when it is taken out.",
    example: "state: { type: choice, choices: [draft, sent] }   # was: [draft, sent, lost]",
  },
  SP353: {
    severity: "error",
    title: "Display field that cannot name a row",
    explanation:
      "The field that `display` names holds one line that may be another one in each row: a text of one line, a number, a date or a time. Long texts, JSON and references do not, nor what only has a few values.",
    example: "Order: { fields: { note: text }, display: note }",
  },
  SP371: {
    severity: "error",
    title: "Field named twice",
    explanation: "The fields that a view names for one purpose differ from each other.",
    example: "list: { kind: list, columns: [title, state, title] }",
  },
  SP372: {
    severity: "error",
    title: "Field that is of no use to a list there",
    explanation:
      "Words are searched in texts of any kind; a list is filtered by choices, booleans, dates, moments and references, and ordered by everything but JSON.",
    example: "list: { kind: list, search: [quantity] }   # quantity: integer",
  },
  SP373: {
    severity: "error",
    title: "Secret by which rows are found",
    explanation:
      "Whether a row is found by a word, and its place among others, tell its value piece by piece, also where the value itself is not shown. A list is neither searched nor filtered nor ordered by a field whose name says that it holds a secret, such as a `token` or a `pin`.",
    example: "list: { kind: list, search: [invite_token] }",
  },
  SP374: {
    severity: "error",
    title: "Form that asks for nothing",
    explanation:
      "All the `fields` of a form are such as it leaves out: the view sets them by itself, or an action or handler changes them under a guard of its own.",
    example:
      "update: { kind: update, fields: [is_locked] }\nlock: { kind: action, permission: can_lock, effect: { toggle: is_locked } }",
  },
} as const satisfies Record<string, RuleText>;
