import type { Command, GlobalArguments } from "../command.ts";

interface Arguments extends GlobalArguments {
  "dry-run": boolean;
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
      .option("allow-data-loss", {
        type: "boolean",
        default: false,
        describe: "Let a new migration drop or narrow tables and columns that may hold data",
      })
      .example("$0 gen", "after the manifest was edited")
      .example("$0 gen --dry-run", "what that would change")
      .example("$0 gen view sales.lock --kind action --permission can_lock_sales", ""),
  async run(args, terminal) {
    const [{ generate }, { generationOutcome }] = await Promise.all([
      import("../generate.ts"),
      import("../generation-outcome.ts"),
    ]);
    const generation = await generate(args.C, {
      dryRun: args["dry-run"],
      allowDataLoss: args["allow-data-loss"],
    });
    return generationOutcome(generation, terminal);
  },
};
