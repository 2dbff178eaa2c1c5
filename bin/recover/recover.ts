import type { Command, GlobalArguments } from "../command.ts";

interface Arguments extends GlobalArguments {
  apply: boolean;
  discard: boolean;
}

export const recoverCommand: Command<Arguments> = {
  command: "recover",
  summary: "Show what an interrupted run was about to move, and perform or discard it",
  options: (yargs) =>
    yargs
      .option("apply", {
        type: "boolean",
        default: false,
        describe: "Perform the moves that lie inside the project",
      })
      .option("discard", {
        type: "boolean",
        default: false,
        describe: "Remove what the run has left, and move nothing",
      })
      .example("$0 recover", "after a run that cannot be verified, such as one in a container"),
  async run(args, terminal) {
    const { recoverProject } = await import("./recover-project.ts");
    return recoverProject(args, terminal);
  },
};
