/** Done, or true · the honest answer is no · bad input · the environment lacks something. */
export type ExitCode = 0 | 1 | 2 | 3;

/** The errors that end a run, with the exit status; those of the manifest are in `schema/codes.ts`. */
export const errorCodes = {
  E_UNKNOWN_COMMAND: 2,
  E_UNKNOWN_OPTION: 2,
  E_BAD_ARGUMENT: 2,
  E_NO_PROJECT: 2,
  E_BAD_MANIFEST: 2,
  E_FOLDER_NOT_EMPTY: 2,
  E_ALREADY_EXISTS: 2,
  E_NOT_FOUND: 2,
  E_NO_SUCH_TARGET: 2,
  E_CANNOT_EDIT: 2,
  E_NEWER_PROJECT: 3,
  E_REFUSED: 1,
  E_LOCKED: 1,
  E_INTERRUPTED: 1,
  E_FOREIGN_JOURNAL: 1,
  E_CONFLICT: 1,
  E_MARKERS: 1,
  E_DRIFT: 1,
  E_VERIFICATION_FAILED: 1,
  E_CANNOT_RENDER: 1,
  E_DATA_LOSS: 1,
  E_NO_DEFAULT: 1,
  E_CANNOT_WRITE: 3,
  E_SYSTEM: 3,
  E_ENVIRONMENT: 3,
  E_INTERNAL: 1,
} as const satisfies Record<string, ExitCode>;

export type ErrorCode = keyof typeof errorCodes;

/**
 * What ends a run, said to the person: the one error that crosses the borders between the folders.
 * Whoever finds the fault throws it with its last words; whoever has to tell faults apart asks for
 * the code.
 */
export class SpireError extends Error {
  override name = "SpireError";
  readonly code: ErrorCode;
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, hint?: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }

  get exitCode(): ExitCode {
    return errorCodes[this.code];
  }
}

/** Whether a fault is the one of that code. */
export function isSpireError(error: unknown, code: ErrorCode): error is SpireError {
  return error instanceof SpireError && error.code === code;
}
