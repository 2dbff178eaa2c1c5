import { createColors } from "picocolors";

export type Colors = ReturnType<typeof createColors>;

/** Where a command's words go, and how they may look. */
export interface Terminal {
  json: boolean;
  quiet: boolean;
  /** For standard output. */
  colors: Colors;
  /** For standard error. */
  errorColors: Colors;
  /** A person is watching standard error, so that progress may be drawn there. */
  interactive: boolean;
}

/** Colours only for a terminal that wants them, never in `--json` (https://no-color.org). */
export function openTerminal(options: { json: boolean; quiet: boolean }): Terminal {
  const colored = (stream: NodeJS.WriteStream): boolean => {
    if (options.json || process.env.NO_COLOR) return false;
    if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== "0";
    return stream.isTTY === true && process.env.TERM !== "dumb";
  };
  return {
    ...options,
    colors: createColors(colored(process.stdout)),
    errorColors: createColors(colored(process.stderr)),
    interactive:
      process.stderr.isTTY === true &&
      process.env.TERM !== "dumb" &&
      !process.env.CI &&
      !options.json &&
      !options.quiet,
  };
}
