import type { Outcome } from "./command.ts";
import { CommandError } from "./errors.ts";
import type { Terminal } from "./terminal.ts";

/** Where a person reports what should not have happened. */
const REPORT = "Please report it with the command and the manifest; SPIRE_DEBUG=1 shows the trace.";

/** Turns whatever ended a command into words; a stack trace only when it is asked for. */
export function failureOutcome(error: unknown, terminal: Terminal): Outcome {
  const failure = asCommandError(error);
  const paint = terminal.errorColors;
  const lines = [`${paint.red("error")} ${paint.bold(failure.code)} ${failure.message}`];
  if (failure.hint) lines.push(`  ${paint.cyan("hint:")} ${failure.hint}`);
  const trace = process.env.SPIRE_DEBUG && error instanceof Error ? error.stack : undefined;
  if (trace) lines.push(trace);
  return {
    exitCode: failure.exitCode,
    document: {
      ok: false,
      diagnostics: [],
      error: {
        code: failure.code,
        message: failure.message,
        ...(failure.hint && { hint: failure.hint }),
        ...(trace && { trace }),
      },
    },
    text: "",
    problems: lines.join("\n"),
  };
}

function asCommandError(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  const message = error instanceof Error ? error.message : String(error);
  // EACCES, ENOSPC, EROFS and their like: the machine's, not ours.
  if (isSystemError(error)) return new CommandError("E_SYSTEM", `The system refused: ${message}.`);
  return new CommandError("E_INTERNAL", `Internal error: ${message}`, REPORT);
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && "errno" in error;
}
