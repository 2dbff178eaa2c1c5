import type { RuleText } from "./rule.ts";

/** SP2xx: permissions, cascades, roles and links. */
export const NAMES = {
  SP201: {
    severity: "error",
    title: "Unknown permission",
    explanation:
      "No model has this permission. A bare codename is looked up in the view's own app, then in the model that the app cascades from; elsewhere write `label.codename`.",
    example: "permission: can_lok_inventory",
  },
  SP202: {
    severity: "error",
    title: "Permission without its label",
    explanation:
      "A role stands outside every app, so that its permissions are written `label.codename`.",
    example: "roles:\n  viewer: { permissions: [view_inventory] }",
  },
  SP203: {
    severity: "error",
    title: "Codename with underscores in the model's name",
    explanation:
      "Standard codenames are Django's: the action, an underscore and the model's name in lower case without underscores.",
    example: "permission: add_purchase_order   # add_purchaseorder",
  },
  SP204: {
    severity: "error",
    title: "View guarded by another kind's action",
    explanation:
      "A list or detail view is guarded by view, create by add, update by change, delete by delete. Guarded by another of these, the view opens to people who were never given it. An exception can be accepted under `allow`.",
    example: "views:\n  update: { kind: update, permission: add_inventory }",
    acceptable: true,
  },
  SP205: {
    severity: "error",
    title: "Permission of a cascaded app",
    explanation:
      "An app that cascades checks the permissions of the model it cascades from. Its models' own permissions guard nothing, so no view may name them.",
    example:
      "record:\n  cascade: parent\n  views:\n    list: { kind: list, permission: view_inventoryrecord }",
  },
  SP206: {
    severity: "error",
    title: "No permission named",
    explanation:
      "Actions and event handlers name their permission; `none` means that login is enough. Pages need one too when there is no one model whose view permission could be meant.",
    example: "lock: { kind: action, effect: { toggle: is_locked } }",
  },
  SP207: {
    severity: "error",
    title: "Both public and guarded",
    explanation:
      "`public: true` opens a view to everyone; a permission, a member rule, handlers or a password confirmation need a user. Say one of the two.",
    example: "list: { kind: list, public: true, permission: view_inventory }",
  },
  SP208: {
    severity: "error",
    title: "Login is one of several",
    explanation:
      "`none` (login is enough) stands alone. In `any` it would open the view to every user, and so would `login`; in `all` write `login`, beside facts about the row.",
    example: "permission: { any: [none, view_inventory] }",
  },
  SP210: {
    severity: "error",
    title: "Label used twice",
    explanation:
      "A label is the prefix of an app's permissions and tables, so that it is unique in the project.",
    example: "apps:\n  stock: {}\n  store: { label: stock }",
  },
  SP211: {
    severity: "error",
    title: "Nothing to cascade from",
    explanation:
      "A nested app cascades from its parent's only model unless it says otherwise. If the parent has no model, or several, write `cascade: label.Model` or `cascade: none`.",
    example: "sales:\n  apps:\n    order: {}   # sales has no model",
  },
  SP212: {
    severity: "error",
    title: "Cascade in a circle",
    explanation: "Cascades lead to a root model that guards itself.",
    example: "a: { cascade: b.B, … }\nb: { cascade: a.A, … }",
  },
  SP213: {
    severity: "error",
    title: "Permission declared twice",
    explanation:
      "Within an app a codename belongs to one model, and the standard four are there already.",
    example: "permissions: { view_inventory: Can view inventory }",
  },
  SP220: {
    severity: "error",
    title: "Unknown role",
    explanation: "A role extends roles of this manifest, and `offer` names one.",
    example: "clerk: { extends: viewr }",
  },
  SP222: {
    severity: "note",
    title: "Role that is not shown what a page refers to",
    explanation:
      "Labels of references, choices and related rows are shown to those alone who may view them: who pass one of the lists or details of their model, or hold its view permission where it has none. The role opens the page, and reads “(hidden)” there, or nothing.",
    example:
      "roles:\n  member: { permissions: [team.view_team] }   # without team.view_teammembership",
  },
  SP221: {
    severity: "error",
    title: "Roles in a circle",
    explanation: "A role cannot extend itself, directly or through others.",
    example: "a: { extends: b }\nb: { extends: a }",
  },
  SP230: {
    severity: "error",
    title: "Unknown view",
    explanation: "A link names a view of its own app, or `label.view`.",
    example: "links: [creat]",
  },
  SP231: {
    severity: "error",
    title: "Link that cannot be filled",
    explanation:
      "A link's path parameter is filled with the id of the row that the page shows, or with the row's only reference to the target's model. This target needs another.",
    example: "dashboard: { kind: page, links: [detail] }   # which row?",
  },
  SP232: {
    severity: "error",
    title: "Link twice",
    explanation: "A page links to a view once.",
    example: "links: [create, create]",
  },
  SP240: {
    severity: "warning",
    title: "Special permission that is not can_*",
    explanation:
      "The convention for special permissions is `can_` and what they allow; tools that rank permissions by their codename go by it.",
    example: "permissions: { lock_inventory: Can lock inventory }",
    acceptable: true,
  },
  SP241: {
    severity: "warning",
    title: "Special permission that nothing checks",
    explanation: "A special permission is declared, but no view or handler asks for it.",
    example: "permissions: { can_fly: Can fly }",
    acceptable: true,
  },
  SP242: {
    severity: "warning",
    title: "Permission that no role holds",
    explanation:
      "Views or handlers ask for the permission, but no role of the manifest holds it: only superusers and users who were granted it singly pass.",
    example: "roles: { viewer: { permissions: [] } }",
    acceptable: true,
  },
  SP250: {
    severity: "error",
    title: "Finding that cannot be accepted",
    explanation: "`allow` accepts findings that are marked acceptable in this list.",
    example: "allow: { SP201: we will add it later }",
  },
  SP251: {
    severity: "warning",
    title: "Acceptance of nothing",
    explanation: "`allow` accepts a finding that spire does not find here any more. Remove it.",
    example: "allow: { SP204: kept from the old system }",
  },
  SP261: {
    severity: "error",
    title: "Claim that does not hold",
    explanation:
      "The manifest says under `claims` whom a door is closed to or open to, and its guards and roles say otherwise. One of them is wrong. A role is judged by all that it holds, with what it inherits; rules about rows and members are taken as met for `never` and `only`.",
    example: "claims:\n  - { role: viewer, never: [inventory.list] }",
  },
  SP262: {
    severity: "error",
    title: "Claim about no door",
    explanation:
      "A claim names views as `label.view` and events as `label.view.event`; `*` stands for any name, at the end for everything below. One that names nothing would hold whatever the guards say.",
    example: "claims:\n  - { role: viewer, never: [inventory.updat] }",
  },
  SP271: {
    severity: "error",
    title: "Fact that no field can be asked",
    explanation:
      "A fact about a row is what a choice, boolean, whole number or user field holds, whether any field is `null`, or what one row of a `related_name` meets. Its name goes through references with dots.",
    example: "permission: { all: [close_issue, { row: { title: Hello } }] }",
  },
  SP272: {
    severity: "error",
    title: "Fact about no row",
    explanation:
      "`row` speaks of the row that a view or event is about: of a detail, update or delete view and of an action its own, of a page and its events the `object`. A list shows many, and a create view has none yet.",
    example: "list: { kind: list, permission: { all: [login, { row: author }] } }",
  },
  SP273: {
    severity: "error",
    title: "Facts that name nobody",
    explanation:
      "Facts alone are asked besides the standard permission of the view. An action and an event have none, so that they say who may: a permission, or `login`.",
    example: "close: { kind: action, permission: { row: { state: review } } }",
  },
} as const satisfies Record<string, RuleText>;
