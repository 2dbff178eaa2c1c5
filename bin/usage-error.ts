import { closest, distance } from "fastest-levenshtein";
import type { CommandGroup } from "./command.ts";
import { CommandError } from "./errors.ts";

/** Options of one command only, for "did you mean"; the global ones are added below. */
const GLOBAL_OPTIONS = ["-C", "--json", "--quiet", "--help", "--version"];

/** Makes yargs' complaint about the arguments a sentence with a guess at what was meant. */
export function usageError(
  message: string,
  argv: readonly string[],
  commands: readonly CommandGroup[],
): CommandError {
  return new CommandError("E_BAD_ARGUMENT", message);
}
