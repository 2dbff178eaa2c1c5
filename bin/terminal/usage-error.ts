import { didYouMean, listNames } from "../../schema/suggest.ts";
import type { CommandGroup } from "../command.ts";
import { SpireError } from "../../schema/errors.ts";

/**
 * Makes yargs' complaint about the arguments a sentence, with a guess at what was meant.
 *
 * @param message as yargs words it
 * @param argv the arguments as given
 * @param options the names of the options that the command has
 */
export function usageError(
  message: string,
  argv: readonly string[],
  options: readonly string[],
  commands: readonly CommandGroup[],
): SpireError {
  const unknown = /^Unknown (?:argument|command)s?: (.*)$/s.exec(message)?.[1]?.split(", ") ?? [];
  // yargs reports `--dry-rnu` a second time as `dryRnu`, which nobody wrote.
  const option = unknown
    .map((name) => argv.find((word) => word.startsWith("-") && bareName(word) === name))
    .find((word) => word !== undefined);
  if (option) {
    const candidates = options.map(dashed);
    const written = option.replace(/=.*$/s, "");
    return new SpireError(
      "E_UNKNOWN_OPTION",
      `There is no option "${written}" here.`,
      didYouMean(written, candidates) ?? "Add --help to see the options.",
    );
  }
  const word = unknown.find((name) => argv.includes(name));
  if (word === undefined) return badArgument(message);
  const group = commands.find(({ name }) => argv.slice(0, argv.indexOf(word)).includes(name));
  const names = group ? group.members.map(({ command }) => firstWord(command)) : namesOf(commands);
  const place = group ? `"${group.name}" knows no "${word}".` : `There is no command "${word}".`;
  return new SpireError("E_UNKNOWN_COMMAND", place, didYouMean(word, names) ?? listed(names));
}

/** yargs' complaints in words of ours; one that is not known is passed on as it is. */
function badArgument(message: string): SpireError {
  const value = /Argument: (\S+), Given: "(.*)", Choices: (.*)$/.exec(message);
  if (value) {
    const [, name = "", given = "", choices = ""] = value;
    const names = choices.split(", ").map((choice) => choice.replace(/^"|"$/g, ""));
    return new SpireError(
      "E_BAD_ARGUMENT",
      `"${given}" is no value for ${dashed(name)}.`,
      didYouMean(given, names) ?? `Known: ${listNames(names, "and")}.`,
    );
  }
  const missing = /^Missing required arguments?: (.*)$/.exec(message);
  const lonely = /^Not enough arguments following: (.*)$/.exec(message);
  let sentence = message;
  if (missing) sentence = `${dashed(missing[1] ?? "")} is missing.`;
  if (lonely) sentence = `${dashed(lonely[1] ?? "")} needs a value.`;
  if (message.startsWith("Not enough non-option arguments")) {
    sentence = "The command needs a name behind it.";
  }
  return new SpireError("E_BAD_ARGUMENT", sentence, "Add --help for help.");
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

function namesOf(commands: readonly CommandGroup[]): string[] {
  return [...commands.map(({ name }) => name), "completion"];
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "Add --help for help." : `Known: ${listNames(names, "and")}.`;
}

function bareName(word: string): string {
  return word.replace(/^-+/, "").replace(/=.*$/s, "");
}

function firstWord(command: string): string {
  return command.split(" ")[0] ?? "";
}
