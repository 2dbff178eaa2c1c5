import type { RuleText } from "./rule.ts";

/** SP1xx: the shape of the document, after manifest.schema.json. */
export const SHAPE = {
  SP101: {
    severity: "error",
    title: "Unknown key",
    explanation: "The language has no such key in this place. `spire schema` prints all keys.",
    example: "views:\n  list: { knd: list }",
  },
  SP102: {
    severity: "error",
    title: "Missing key",
    explanation: "A key is missing that this place cannot do without.",
    example: "views:\n  list: { path: /stock/ }   # kind is missing",
  },
  SP103: {
    severity: "error",
    title: "Wrong kind of value",
    explanation: "The value is a text, number, list or map where another is wanted.",
    example: "views: [list, detail]",
  },
  SP104: {
    severity: "error",
    title: "Not one of the allowed values",
    explanation: "Only the listed values are known here.",
    example: "views:\n  list: { kind: lst }",
  },
  SP105: {
    severity: "error",
    title: "Malformed name",
    explanation:
      "Folders, labels, views, fields, handlers, roles and codenames are snake_case, models are PascalCase; references join them with a dot.",
    example: "models:\n  inventory: { fields: { name: string } }   # Inventory",
  },
  SP106: {
    severity: "error",
    title: "Too long, too short or out of range",
    explanation: "The value is outside the bounds that the language sets.",
    example: "rate_limit: { max_calls: 0, per_seconds: 60 }",
  },
  SP107: {
    severity: "error",
    title: "Unknown version of the language",
    explanation: "This spire reads version 1 of the manifest language.",
    example: "spire: 2",
  },
  SP108: {
    severity: "error",
    title: "Text that no database holds",
    explanation: "Texts may hold anything but the character U+0000 and half surrogate pairs.",
    example: 'help_text: "\\0"',
  },
  SP109: {
    severity: "error",
    title: "Effect that says no kind",
    explanation: "An effect is one of toggle, set, advance, delete (with key) and create.",
    example: "effect: { flip: is_locked }",
  },
} as const satisfies Record<string, RuleText>;
