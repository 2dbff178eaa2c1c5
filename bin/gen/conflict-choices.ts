import type { ConflictChoices } from "../../generators/merge/merge-edited.ts";
import type { Choice } from "../../generators/merge/three-way.ts";
import { SpireError } from "../../schema/errors.ts";

/** The options of `gen` that say what to do with conflicts, as they were given. */
export interface ConflictArguments {
  conflicts: string | undefined;
  ours: string[] | undefined;
  theirs: string[] | undefined;
  both: string[] | undefined;
}

/** @throws {SpireError} E_BAD_ARGUMENT when a file is named by two of them */
export function conflictChoices(args: ConflictArguments): ConflictChoices {
  const choices = new Map<string, Choice>();
  for (const choice of ["ours", "theirs", "both"] as const) {
    for (const path of (args[choice] ?? []).map(plainPath)) {
      const before = choices.get(path) ?? choice;
      if (before !== choice) {
        const message = `"${path}" is named by both --${before} and --${choice}.`;
        throw new SpireError("E_BAD_ARGUMENT", message);
      }
      choices.set(path, choice);
    }
  }
  return { choices, markers: args.conflicts === "markers" };
}

function plainPath(path: string): string {
  return path.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
}
