import type { Target } from "./target.ts";
import { SpireError } from "../schema/errors.ts";

/** The output languages; each is loaded only for a project that is written in it. */
const targets: Readonly<Record<string, () => Promise<Target>>> = {
  typescript: async () => (await import("./typescript/target.ts")).typescriptTarget,
};

export const targetNames: readonly string[] = Object.keys(targets);

/** @throws {SpireError} when this version cannot write the target */
export async function loadTarget(name: string): Promise<Target> {
  const load = targets[name];
  if (load) return load();
  throw new SpireError(
    "E_NO_SUCH_TARGET",
    `This version of spire cannot generate the target "${name}".`,
    `Set project.target in spire.yaml to one of: ${targetNames.join(", ")}.`,
  );
}
