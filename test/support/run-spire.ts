import { join } from "node:path";
import { execa } from "execa";
import { packageRoot } from "../../schema/package-root.ts";

/** The built command, at the path that package.json's `bin` names. */
export const command = join(packageRoot, "dist", "spire.js");

export interface Run {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

/** Runs the built command as a process of its own, without a terminal. */
export async function runSpire(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string | undefined>; node?: string } = {},
): Promise<Run> {
  const { exitCode, stdout, stderr } = await execa(
    options.node ?? process.execPath,
    [command, ...args],
    {
      cwd: options.cwd ?? packageRoot,
      env: { NO_COLOR: undefined, FORCE_COLOR: undefined, CI: undefined, ...options.env },
      reject: false,
      stdin: "ignore",
    },
  );
  return { exitCode, stdout, stderr };
}
