import { packageRoot } from "../../schema/package-root.ts";
import type { Outcome } from "./outcome.ts";
import { SpireError } from "../../schema/errors.ts";
import type { Terminal } from "./terminal.ts";

/** Where a person reports what should not have happened. */
const REPORT = "Please report it with the command and the manifest; SPIRE_DEBUG=1 shows the trace.";

/** Turns whatever ended a command into words; a stack trace only when it is asked for. */
export function failureOutcome(error: unknown, terminal: Terminal): Outcome {
  const failure = asSpireError(error);
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

function asSpireError(error: unknown): SpireError {
  if (error instanceof SpireError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const part = missingPackage(error);
  if (part !== null) {
    return new SpireError(
      "E_ENVIRONMENT",
      `spire is not installed completely for this machine: ${part} is missing.`,
      `Remove node_modules, and run npm install again, in ${packageRoot}; when that does not ` +
        "help, package-lock.json is from another system.",
    );
  }
  // EACCES, ENOSPC, EROFS and their like: the machine's, not ours.
  if (isSystemError(error)) return new SpireError("E_SYSTEM", `The system refused: ${message}.`);
  return new SpireError("E_INTERNAL", `Internal error: ${message}`, REPORT);
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && "errno" in error;
}

/**
 * The package without which one of spire's own could not be loaded; null when that was not the
 * reason. Packages with compiled code have a part for each platform, which npm leaves out without a
 * word when a lock file or node_modules comes from another one.
 */
function missingPackage(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const [, name] = /^Cannot find (?:package|module) '([^'./][^']*)'/.exec(cause.message) ?? [];
    if (name !== undefined) return name;
    if (cause.message.startsWith("Cannot find native binding") && !(cause.cause instanceof Error)) {
      return "a package's compiled part";
    }
  }
  return null;
}
