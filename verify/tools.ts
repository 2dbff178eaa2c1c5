import { dirname, join } from "node:path";
import { childEnvironment, foreignPath, type Purpose } from "./child-environment.ts";
import { packageProgram } from "./installed-packages.ts";
import { type ProcessResult, runProcess } from "./run-process.ts";

/** Where the programs of a project are. */
export interface Tools {
  /** The project. */
  dir: string;
  /** Where its packages are installed, see `installRoot`. */
  root: string;
}

/**
 * Runs a program that one of the project's packages brings, in the project's folder, with the Node
 * that runs spire.
 *
 * @throws {EnvironmentError} when the project has no such package
 */
export async function runTool(
  { dir, root }: Tools,
  purpose: Purpose,
  packageName: string,
  program: string,
  args: readonly string[],
): Promise<ProcessResult> {
  const script = await packageProgram(dir, root, packageName, program);
  // What runs now is the project's own; it may call its own programs by name, as under `npm run`.
  const bins = [...new Set([dir, root])].map((folder) => join(folder, "node_modules", ".bin"));
  const path = [...bins, dirname(process.execPath), ...foreignPath(root)];
  return runProcess(dir, {
    command: process.execPath,
    args: [script, ...args],
    env: childEnvironment(purpose, path),
  });
}
