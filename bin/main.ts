import type { Argv } from "yargs";
import yargs from "yargs";
import type { Command, CommandGroup, GlobalArguments } from "./command.ts";
import type { Outcome } from "./terminal/outcome.ts";
import { commands } from "./commands.ts";
import type { ExitCode } from "../schema/errors.ts";
import { SpireError } from "../schema/errors.ts";
import { readSpirePackage } from "../schema/package-files.ts";
import { failureOutcome } from "./terminal/failure.ts";
import { printOutcome } from "./terminal/print-outcome.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { openTerminal } from "./terminal/terminal.ts";
import { usageError } from "./terminal/usage-error.ts";

/**
 * Runs the command line.
 *
 * @param argv the arguments without node and the script
 * @returns the exit code; nothing is thrown
 */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  // A reader that closes early (`spire schema | head`) is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  // What no command awaits must not end in a stack trace either.
  process.on("uncaughtException", (error) => {
    const failure = failureOutcome(error, openTerminal({ json: false, quiet: false }));
    process.stderr.write(`${failure.problems}\n`);
    process.exit(failure.exitCode);
  });
  // Needed before the arguments are parsed, because parsing may fail.
  const has = (name: string): boolean =>
    argv.some((word) => word === name || word === `${name}=true`);
  const terminal = openTerminal({ json: has("--json"), quiet: has("--quiet") });
  let outcome: Outcome | null;
  try {
    outcome = await parseAndRun(argv, terminal);
  } catch (error) {
    outcome = failureOutcome(error, terminal);
  }
  // null: yargs has printed the help, the version or a completion.
  if (outcome === null) return 0;
  printOutcome(outcome, terminal);
  return outcome.exitCode;
}

async function parseAndRun(argv: readonly string[], terminal: Terminal): Promise<Outcome | null> {
  let outcome: Outcome | null = null;
  const take = async (command: Command<GlobalArguments>, args: GlobalArguments): Promise<void> => {
    refuseRepeated(args, parser);
    outcome = await command.run(args, terminal);
  };
  const parser: Argv<GlobalArguments> = yargs([...argv])
    .scriptName("spire")
    .locale("en")
    .usage("$0 <command>\n\nWrites working projects from one permissions manifest.")
    .option("C", {
      type: "string",
      requiresArg: true,
      default: ".",
      describe: "The project folder",
      global: true,
    })
    .option("json", { type: "boolean", default: false, describe: "Answer with one JSON document" })
    .option("quiet", { type: "boolean", default: false, describe: "Print problems only" })
    .completion("completion", "Print a completion script for your $SHELL: bash, zsh or fish")
    .parserConfiguration({ "duplicate-arguments-array": true, "parse-numbers": false })
    .version(readSpirePackage().version)
    .help()
    .strict()
    .demandCommand(1, "Say which command.")
    .wrap(Math.min(100, process.stdout.columns ?? 100))
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      if (error && error.name !== "YError") throw error;
      throw usageError(message ?? error.message, argv, optionNames(parser), commands);
    });
  for (const group of commands) addGroup(parser, group, take);
  await parser.parseAsync();
  return outcome;
}

type Take = (command: Command<GlobalArguments>, args: GlobalArguments) => Promise<void>;

function addGroup(parser: Argv<GlobalArguments>, group: CommandGroup, take: Take): void {
  const { itself, members } = group;
  parser.command(
    itself?.command ?? group.name,
    group.summary,
    (yargs) => {
      for (const member of members) addCommand(yargs, member, take);
      if (itself) return itself.options(yargs);
      return yargs.demandCommand(1, `Say what: ${members.map((m) => firstWord(m)).join(", ")}.`);
    },
    async (args) => {
      if (itself) await take(itself, args as unknown as GlobalArguments);
    },
  );
}

function addCommand(
  yargs: Argv<GlobalArguments>,
  command: Command<GlobalArguments>,
  take: Take,
): void {
  yargs.command(
    command.command,
    command.summary,
    (y) => command.options(y),
    (args) => take(command, args),
  );
}

function firstWord(command: Command<GlobalArguments>): string {
  return command.command.split(" ")[0] ?? "";
}

/** yargs gives a list for an option that is written twice, which no command expects. */
function refuseRepeated(args: GlobalArguments, parser: Argv<GlobalArguments>): void {
  const lists = knownOptions(parser).array;
  for (const [name, value] of Object.entries(args)) {
    if (name === "_" || !Array.isArray(value) || lists.includes(name)) continue;
    throw new SpireError("E_BAD_ARGUMENT", `The option "${name}" is given twice.`);
  }
}

function optionNames(parser: Argv<GlobalArguments>): string[] {
  return Object.keys(knownOptions(parser).key);
}

/** yargs keeps the options it knows in a method that its types leave out. */
function knownOptions(parser: Argv<GlobalArguments>): { key: object; array: string[] } {
  return (parser as unknown as { getOptions(): { key: object; array: string[] } }).getOptions();
}
