import { execa } from "execa";
import { EnvironmentError } from "./environment-error.ts";

export interface ProcessResult {
  ok: boolean;
  /** Standard output and error as they came, the middle left out when there is much of it. */
  output: string;
}

export interface Program {
  /** An absolute path, or a name that is sought in the PATH of `env`. */
  command: string;
  args: readonly string[];
  /** The whole environment. */
  env: Record<string, string>;
}

/** What is kept of a process's output: its beginning and its end. */
const KEPT_CHARACTERS = 6_000;

/** More output than this ends the process; nothing that behaves writes so much. */
const MAX_BUFFER = 50_000_000;

/**
 * Runs a program in the project's folder.
 *
 * @throws {EnvironmentError} when the program does not exist
 */
export async function runProcess(
  dir: string,
  { command, args, env }: Program,
): Promise<ProcessResult> {
  const result = await execa(command, args, {
    cwd: dir,
    env,
    extendEnv: false,
    stdin: "ignore",
    all: true,
    reject: false,
    maxBuffer: MAX_BUFFER,
  });
  if (result.failed && result.code === "ENOENT") {
    throw new EnvironmentError(
      `The program "${command}" was not found.`,
      "Check the PATH; folders inside the project are not searched.",
    );
  }
  return { ok: !result.failed, output: shortened(result.all ?? "") };
}

function shortened(output: string): string {
  const text = output.trim();
  if (text.length <= KEPT_CHARACTERS) return text;
  const half = KEPT_CHARACTERS / 2;
  const left = text.length - KEPT_CHARACTERS;
  return `${text.slice(0, half)}\n… ${left} characters left out …\n${text.slice(-half)}`;
}
