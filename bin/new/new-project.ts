import type { Command, GlobalArguments } from "../command.ts";
import { targetNames } from "../../generators/targets.ts";

interface Arguments extends GlobalArguments {
  dir: string;
  target: string | undefined;
  from: string | undefined;
}

export const newProjectCommand: Command<Arguments> = {
  command: "project <dir>",
  summary: "Make a project with a starter manifest, or from an example",
  options: (yargs) =>
    yargs
      .positional("dir", {
        type: "string",
        demandOption: true,
        describe: "A folder that is empty or does not exist yet",
      })
      .option("target", { type: "string", choices: targetNames, describe: "What is generated" })
      .option("from", { type: "string", requiresArg: true, describe: "Name of an example" })
      .example("$0 new project shop", "starts with one small app")
      .example("$0 new project depot --from warehouse", "starts with the example `warehouse`"),
  async run(args, terminal) {
    const { newProject } = await import("./make-project.ts");
    return newProject(args, terminal);
  },
};
