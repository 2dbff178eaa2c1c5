import type { ConflictChoices } from "../../generators/merge/merge-edited.ts";
import type { Side } from "../../generators/merge/three-way.ts";
import { SpireError } from "../../schema/errors.ts";

/** The options of `gen` that say what to do with conflicts, as they were given. */
export interface ConflictArguments {
  conflicts: string | undefined;
  ours: string[] | undefined;
  theirs: string[] | undefined;
}

/** @throws {SpireError} E_BAD_ARGUMENT when a file is named for both sides */
export function conflictChoices({ conflicts, ours, theirs }: ConflictArguments): ConflictChoices {
  const sides = new Map<string, Side>((ours ?? []).map((path) => [plainPath(path), "ours"]));
  for (const path of (theirs ?? []).map(plainPath)) {
    if (sides.has(path)) {
      const message = `"${path}" is named by both --ours and --theirs.`;
      throw new SpireError("E_BAD_ARGUMENT", message);
    }
    sides.set(path, "theirs");
  }
  return { sides, markers: conflicts === "markers" };
}

function plainPath(path: string): string {
  return path.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
}
