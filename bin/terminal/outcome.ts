import type { ExitCode } from "../../schema/errors.ts";

/** What a command answers. The caller prints it; a command prints nothing but its progress. */
export interface Outcome {
  exitCode: ExitCode;
  /** The whole answer for `--json`. */
  document: Record<string, unknown>;
  /** The answer for people, on standard output; left out under `--quiet`. */
  text: string;
  /** Output that was asked for as such, and is printed under `--quiet` too. */
  data?: string;
  /** Errors and warnings for people, on standard error. */
  problems?: string;
}
