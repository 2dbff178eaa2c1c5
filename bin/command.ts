import type { Argv } from "yargs";
import type { Outcome } from "./terminal/outcome.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** The options that every command has. */
export interface GlobalArguments {
  /** The project folder, as given. */
  C: string;
  json: boolean;
  quiet: boolean;
}

/** One command, in a file of its own under `commands/`. */
export interface Command<A extends GlobalArguments> {
  /** Name and positionals in yargs' notation: `app <path>`. */
  command: string;
  summary: string;
  options(yargs: Argv<GlobalArguments>): Argv<A>;
  /**
   * Loads what it needs when it runs, so that the others start fast.
   *
   * @throws {SpireError} what ends the command
   */
  run(args: A, terminal: Terminal): Promise<Outcome>;
}

/** A command that only groups others: `new`. */
export interface CommandGroup {
  name: string;
  summary: string;
  /** What the bare name does; without it, the bare name prints the help. */
  itself?: Command<any>;
  /** any: commands with different arguments share one list. */
  members: readonly Command<any>[];
}
