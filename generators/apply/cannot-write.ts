import { SpireError } from "../../schema/errors.ts";

const HINT = "Nothing was lost. Remove the obstacle and run the command again.";

/**
 * What the system said when something could not be written, in words. A fault that has its own is
 * left as it is, or is said to be the reason.
 *
 * @param what could not be done, with a colon and a space behind it
 */
export function cannotWrite(error: unknown, what = ""): SpireError {
  if (error instanceof SpireError && what === "") return error;
  const { message } = error as Error;
  const reason = error instanceof SpireError ? message : `${saidBy(error)}${message}.`;
  return new SpireError("E_CANNOT_WRITE", `${what}${reason}`, HINT, { cause: error });
}

function saidBy(error: unknown): string {
  return "syscall" in (error as object) ? "The system refused: " : "";
}
