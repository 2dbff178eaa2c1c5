import { dirname, join } from "node:path";
import type { ProcessResult, Purpose, RunProgram } from "../../verifier.ts";
import { packageProgram } from "./installed-packages.ts";

/** Where the programs of a project are, and how they are run. */
export interface Tools {
  /** The project. */
  dir: string;
  /** Where its packages are installed, see `installRoot`. */
  root: string;
  runProgram: RunProgram;
}

/**
 * Runs a program that one of the project's packages brings, in the project's folder, with the Node
 * that runs spire.
 *
 * @throws {SpireError} E_ENVIRONMENT when the project has no such package
 */
export async function runTool(
  { dir, root, runProgram }: Tools,
  purpose: Purpose,
  packageName: string,
  program: string,
  args: readonly string[],
): Promise<ProcessResult> {
  const script = await packageProgram(dir, root, packageName, program);
  // What runs now is the project's own; it may call its own programs by name, as under `npm run`.
  const bins = [...new Set([dir, root])].map((folder) => join(folder, "node_modules", ".bin"));
  return runProgram({
    purpose,
    command: process.execPath,
    args: [script, ...args],
    dir,
    root,
    path: [...bins, dirname(process.execPath)],
  });
}
