import { delimiter, dirname, resolve } from "node:path";
import { execa } from "execa";
import { EnvironmentError } from "./environment-error.ts";

export interface ProcessResult {
  ok: boolean;
  /** Standard output and error as they came, the middle left out when there is much of it. */
  output: string;
}

/** What is kept of a process's output: its beginning and its end. */
const KEPT_CHARACTERS = 6_000;

/** More output than this ends the process; nothing that behaves writes so much. */
const MAX_BUFFER = 50_000_000;

/**
 * Runs a program in the project's folder, one of its own `node_modules/.bin` first, with the Node
 * that runs spire.
 *
 * @throws {EnvironmentError} when the program does not exist
 */
export async function runProcess(
  dir: string,
  command: string,
  args: readonly string[],
): Promise<ProcessResult> {
  // Absolute: a relative entry of the PATH would be sought from inside the folder.
  const bin = resolve(dir, "node_modules", ".bin");
  const result = await execa(command, args, {
    cwd: dir,
    env: childEnvironment([bin, dirname(process.execPath)]),
    extendEnv: false,
    stdin: "ignore",
    all: true,
    reject: false,
    maxBuffer: MAX_BUFFER,
  });
  if (result.failed && result.code === "ENOENT") {
    throw new EnvironmentError(
      `The program "${command}" was not found.`,
      "It comes with Node or with the project's packages; check the PATH, or run npm install.",
    );
  }
  return { ok: !result.failed, output: shortened(result.all ?? "") };
}

/** The environment without what a surrounding test run would impose on the project's own. */
function childEnvironment(path: readonly string[]): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name, value]) =>
      value !== undefined &&
      !/^(VITEST|TEST|NODE_ENV|NODE_OPTIONS|NODE_V8_COVERAGE|DEV|PROD|MODE|FORCE_COLOR)/.test(name),
  );
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    PATH: [...path, process.env.PATH ?? ""].join(delimiter),
    NO_COLOR: "1",
  };
}

function shortened(output: string): string {
  const text = output.trim();
  if (text.length <= KEPT_CHARACTERS) return text;
  const half = KEPT_CHARACTERS / 2;
  const left = text.length - KEPT_CHARACTERS;
  return `${text.slice(0, half)}\n… ${left} characters left out …\n${text.slice(-half)}`;
}
