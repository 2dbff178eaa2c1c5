import type { RuleText } from "./rule.ts";

/** SP0xx: the files as text. */
export const READING = {
  SP001: {
    severity: "error",
    title: "Not YAML",
    explanation:
      "The file cannot be read as one YAML 1.2 document. Nothing else is checked until it can.",
    example: "apps:\n  inventory: { label: inventory",
  },
  SP002: {
    severity: "error",
    title: "Key given twice",
    explanation: "A key stands twice in one map, so that one of its values would be lost silently.",
    example: "views:\n  list: { kind: list }\n  list: { kind: page }",
  },
  SP003: {
    severity: "error",
    title: "File too large",
    explanation:
      "A manifest file is larger than spire reads, or the files together or their number are. Split a large file into files named by `include`.",
    example: "apps: {}   # … and 20 MB more",
  },
  SP004: {
    severity: "error",
    title: "Nested too deeply",
    explanation: "The YAML nests deeper than any manifest needs.",
    example: "apps: [[[[[[[[[[[[ … ]]]]]]]]]]]]",
  },
  SP005: {
    severity: "error",
    title: "Too many values",
    explanation:
      "The files hold more values than spire reads. Aliases count each time they are used, so an alias that refers to aliases multiplies.",
    example: "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
  },
  SP006: {
    severity: "error",
    title: "Too many views",
    explanation: "The project has more views than spire generates.",
    example: "views:\n  view1: { kind: page }\n  # … and 50,000 more",
  },
  SP007: {
    severity: "error",
    title: "File missing or unreadable",
    explanation: "The manifest is the file `spire.yaml` in the project's folder.",
    example: "# no spire.yaml in this folder",
  },
  SP008: {
    severity: "error",
    title: "Not UTF-8",
    explanation: "Manifest files are UTF-8 text.",
    example: "name: caf\\xe9",
  },
  SP009: {
    severity: "error",
    title: "Include outside the project",
    explanation:
      "`include` names files inside the project's folder alone: no absolute paths, no `..`, no symbolic links that lead out.",
    example: "include: [../shared/apps.yaml]",
  },
  SP010: {
    severity: "error",
    title: "Include without a file",
    explanation:
      "A path or glob of `include` matches no file, so that apps would be missing silently.",
    example: "include: [app/*.yaml]   # the folder is called apps",
  },
  SP011: {
    severity: "error",
    title: "App in two files",
    explanation: "An app stands in one file whole: in the manifest or in one of its includes.",
    example: "include: [apps/inventory.yaml]\napps:\n  inventory: {}",
  },
  SP012: {
    severity: "error",
    title: "YAML tag",
    explanation: "Manifest values are plain YAML. Tags of one's own have no meaning here.",
    example: "name: !secret warehouse",
  },
  SP013: {
    severity: "error",
    title: "Number that cannot be kept exactly",
    explanation:
      "Numbers beyond 2^53, infinities and NaN would change on the way. Write them in quotes.",
    example: "serial: { type: bigint, default: 9007199254740993 }",
  },
  SP014: {
    severity: "error",
    title: "Choices whose order would be lost",
    explanation:
      "Of a map's keys those that are whole numbers come first, in ascending order, wherever they are written. The order of choices counts: forms offer them in it, and an effect advances by it.",
    example: "choices: { 3: High, 1: Low }",
  },
} as const satisfies Record<string, RuleText>;
