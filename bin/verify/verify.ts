import type { Command, GlobalArguments } from "../command.ts";

interface Arguments extends GlobalArguments {
  "install-scripts": boolean;
}

export const verifyCommand: Command<Arguments> = {
  command: "verify",
  summary: "Install, compile, check and test the generated project",
  options: (yargs) =>
    yargs
      .option("install-scripts", {
        type: "boolean",
        default: false,
        describe:
          "Let packages run scripts of their own, and pnpmfiles and Yarn plugins, on install",
      })
      .example("$0 verify", "every guard is tried with every kind of visitor")
      .example("$0 verify --json", "for a CI that reads the counts")
      .epilogue(
        "It runs what the project says, as you: its packages, configs and tests. Of your " +
          "environment they get no tokens, keys or credentials, but they can read your files: " +
          "verify what you do not trust in a container.",
      ),
  async run(args, terminal) {
    const { verifyProject } = await import("./verify-project.ts");
    return verifyProject(args.C, terminal, { installScripts: args["install-scripts"] });
  },
};
