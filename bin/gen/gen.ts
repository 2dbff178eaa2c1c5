import type { Command, GlobalArguments } from "../command.ts";
import type { ConflictArguments } from "./conflict-choices.ts";

interface Arguments extends GlobalArguments, ConflictArguments {
  "dry-run": boolean;
  diff: boolean;
  check: boolean;
  watch: boolean;
  "allow-data-loss": boolean;
}

export const genCommand: Command<Arguments> = {
  command: "gen",
  summary: "Generate what the manifest says, or add to the manifest and generate",
  options: (yargs) =>
    yargs
      .option("dry-run", {
        type: "boolean",
        default: false,
        describe: "Say what would be written, and write nothing",
      })
      .option("diff", {
        type: "boolean",
        default: false,
        describe: "Show what would be written as a unified diff, and write nothing",
      })
      .option("check", {
        type: "boolean",
        default: false,
        describe: "Exit 1 and name the files when the code differs from the manifest",
      })
      .option("watch", {
        type: "boolean",
        default: false,
        describe: "Generate again whenever the manifest is saved",
      })
      .option("conflicts", {
        type: "string",
        choices: ["list", "markers"],
        requiresArg: true,
        describe: "List conflicts and write nothing (default), or write them into the files",
      })
      .option("ours", {
        type: "string",
        array: true,
        nargs: 1,
        describe: "In this file your lines win where both changed; repeatable",
      })
      .option("theirs", {
        type: "string",
        array: true,
        nargs: 1,
        describe: "In this file the generated lines win where both changed; repeatable",
      })
      .option("both", {
        type: "string",
        array: true,
        nargs: 1,
        describe: "In this file both are kept where each only added lines; repeatable",
      })
      .option("allow-data-loss", {
        type: "boolean",
        default: false,
        describe: "Let a new migration drop or narrow tables and columns that may hold data",
      })
      .example("$0 gen", "after the manifest was edited")
      .example("$0 gen --dry-run", "what that would change")
      .example("$0 gen view sales.lock --kind action --permission can_lock_sales", ""),
  async run(args, terminal) {
    const { generateAsAsked } = await import("./generate-as-asked.ts");
    return generateAsAsked(args, terminal);
  },
};
