import type { RuleText } from "./rule.ts";

/** SP34x–SP36x: effects, inputs and renames. */
export const EFFECTS = {
  SP340: {
    severity: "error",
    title: "Effect on a field of the wrong type",
    explanation: "`toggle` turns a boolean over, `advance` moves a choice on.",
    example: "effect: { toggle: quantity }",
  },
  SP341: {
    severity: "error",
    title: "Value that does not fit its field",
    explanation:
      "A written value has the field's own type and keeps its bounds. References are set from an input, or to `$row` or `$object`; users from an input, or to `$user`.",
    example: "effect: { set: { quantity: many } }",
  },
  SP342: {
    severity: "error",
    title: "Unknown input",
    explanation:
      "`$name` is the input of that name under `params`, or what every request brings: `$user`, `$now`, `$row`, `$object`. A text that begins with a dollar sign is written `$$`.",
    example: "effect: { set: { note: $nte } }",
  },
  SP343: {
    severity: "error",
    title: "Input of another type than its field",
    explanation:
      "An input that is stored in a field has the field's type, and its bounds where it says none itself: its length, its choices, the model that it refers to, the users whom it offers. References and users also take an integer, for which nothing is offered.",
    example: "params: { note: integer }\neffect: { set: { note: $note } }",
  },
  SP344: {
    severity: "error",
    title: "Input that the effect does not use",
    explanation: "Every input of a written effect goes into it.",
    example: "params: { reason: text }\neffect: { toggle: is_locked }",
  },
  SP345: {
    severity: "error",
    title: "Required field left empty",
    explanation:
      "A `create` effect gives every field a value that is not null, has no default and is no boolean.",
    example: "effect: { create: TeamMembership, values: {} }",
  },
  SP346: {
    severity: "error",
    title: "Effect without a row",
    explanation:
      "`set`, `toggle` and `advance` change the row that the view loads: an action's `<int:pk>`, a live view's `object`.",
    example: "touch: { kind: action, path: /touch/, effect: { toggle: is_locked }, … }",
  },
  SP347: {
    severity: "error",
    title: "Effect whose key is no input",
    explanation:
      "`key` names an input that holds the id of the row to delete: a reference to its model, or an integer.",
    example: "effect: { delete: TeamMembership, key: member }   # params: { member_id: integer }",
  },
  SP348: {
    severity: "error",
    title: "Effect that sets the tie to the object",
    explanation:
      "A row that is made inside an object belongs to it; the field that says so is set by itself.",
    example: "effect: { create: TeamMembership, values: { team: $team_id, … } }",
  },
  SP349: {
    severity: "warning",
    title: "Delete that is not tied to the object",
    explanation:
      "The model has no one reference to the object of the view, so that the event deletes any row, of any object.",
    example: "effect: { delete: Company, key: company_id }   # in a live view of a team",
    acceptable: true,
  },
  SP350: {
    severity: "error",
    title: "Rename that cannot be",
    explanation:
      "`renamed_from` is the former name of one thing: not its present name, not the name of another that exists, and not claimed twice.",
    example: "Stock: { renamed_from: Inventory }   # Inventory is still there",
  },
  SP360: {
    severity: "error",
    title: "Value that the request does not bring",
    explanation:
      "`$user` is the logged-in visitor, and a public action may be asked by nobody. `$row` is the row that an action or event is about, `$object` the one that the view's `object` loads: where there is none, there is no such value.",
    example:
      "ring: { kind: action, public: true, effect: { create: Call, values: { by: $user } }, … }",
  },
  SP361: {
    severity: "error",
    title: "Value of the request in a field that cannot hold it",
    explanation:
      "`$user` is for fields of type user, `$now` for datetime, date and time, `$row` and `$object` for references to their own model.",
    example: "effect: { set: { seen_at: $user } }",
  },
  SP362: {
    severity: "error",
    title: "Input called like a value of the request",
    explanation:
      "`$user`, `$now`, `$row` and `$object` mean what every request brings, everywhere; no input of an action or event is called so.",
    example: "params: { user: integer }",
  },
} as const satisfies Record<string, RuleText>;
