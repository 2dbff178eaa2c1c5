import type { RuleText } from "./rule.ts";

/** SP4xx: names in the language that is generated. */
export const TARGET = {
  SP401: {
    severity: "error",
    title: "Reserved word",
    explanation:
      "In the generated code this name would be an identifier that already means something else.",
    example: "fields: { constructor: string }",
  },
  SP402: {
    severity: "error",
    title: "Two names, one identifier",
    explanation:
      "Two names of the manifest become one identifier, file or table of the generated project.",
    example: "a_b: { views: { c: … } }\na: { views: { b_c: … } }   # both ABCView",
  },
  SP403: {
    severity: "error",
    title: "Folder that is taken",
    explanation:
      "The name becomes a folder or file that the generated project or an operating system already uses.",
    example: "inventory:\n  apps:\n    views: {}",
  },
} as const satisfies Record<string, RuleText>;
