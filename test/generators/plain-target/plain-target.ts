import type { Target } from "../../../generators/target.ts";
import { readGuards } from "./guards.ts";
import { readLayout } from "./layout.ts";
import { historyFolders } from "./changes.ts";
import { relocate } from "./relocate.ts";
import { render } from "./render.ts";
import { openVerifier } from "./verifier.ts";

/**
 * The smallest target that uses all of the interface: a project of plain texts, each line with a
 * key. It is known to the tests beside it and to nobody else.
 */
export const plainTarget: Target = {
  firstSteps: ["less permissions.txt"],
  ignoredFiles: ["printed/**"],
  historyFolders,
  cascadedBefore: () => new Set(),
  choicesBefore: async () => new Map(),
  render,
  writes: (path, text) => path.endsWith(".txt") && /^(?:view|app): /m.test(text),
  loadSourceTools: async () => ({ readSource: readGuards, keepImports: (_path, text) => text }),
  isMergedByKey: () => false,
  relocate,
  nameCharacters: "\\w",
  readLayout,
  openVerifier,
};
