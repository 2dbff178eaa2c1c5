import type { Command, GlobalArguments } from "../command.ts";

export const verifyCommand: Command<GlobalArguments> = {
  command: "verify",
  summary: "Install, compile, check and test the generated project",
  options: (yargs) =>
    yargs
      .example("$0 verify", "every guard is tried with every kind of visitor")
      .example("$0 verify --json", "for a CI that reads the counts"),
  async run(args, terminal) {
    const { verifyProject } = await import("../verify-project.ts");
    return verifyProject(args.C, terminal);
  },
};
