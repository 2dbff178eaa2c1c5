import { delimiter } from "node:path";
import { execa } from "execa";
import { SpireError } from "../schema/errors.ts";
import type { ProcessResult, Program } from "../generators/verifier.ts";
import { childEnvironment, foreignPath } from "./child-environment.ts";

/** What is kept of a process's output: its beginning and its end. */
const KEPT_CHARACTERS = 6_000;

/** More output than this ends the process; nothing that behaves writes so much. */
const MAX_BUFFER = 50_000_000;

/** Runs a program with an environment of which every variable is on a list. */
export async function runProgram({
  purpose,
  command,
  args,
  dir,
  root,
  path,
  passed,
  env,
}: Program): Promise<ProcessResult> {
  const result = await execa(command, args, {
    cwd: dir,
    env: {
      ...childEnvironment(purpose, passed),
      PATH: [...path, ...foreignPath(root)].join(delimiter),
      ...env,
    },
    extendEnv: false,
    stdin: "ignore",
    all: true,
    reject: false,
    maxBuffer: MAX_BUFFER,
  });
  if (result.failed && result.code === "ENOENT") {
    throw new SpireError(
      "E_ENVIRONMENT",
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
