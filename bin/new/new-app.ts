import type { Command, GlobalArguments } from "../command.ts";

interface Arguments extends GlobalArguments {
  path: string;
  label: string | undefined;
  cascade: string | undefined;
  model: string | undefined;
}

export const newAppCommand: Command<Arguments> = {
  command: "app <path>",
  summary: "Add an app to the manifest and generate it",
  options: (yargs) =>
    yargs
      .positional("path", {
        type: "string",
        demandOption: true,
        describe: "Folder names from the top, such as sales/refund",
      })
      .option("label", {
        type: "string",
        requiresArg: true,
        describe: "Permission prefix; default: the path joined by _",
      })
      .option("cascade", {
        type: "string",
        requiresArg: true,
        describe: "Whose permissions guard it: parent, none or LABEL.Model",
      })
      .option("model", {
        type: "string",
        requiresArg: true,
        describe: "A model to start with, and the five views of its table",
      })
      .example("$0 new app customer --model Customer", "a table with list, forms and permissions")
      .example(
        "$0 new app sales/refund --cascade parent --model SalesRefund",
        "guarded by the permissions of sales",
      ),
  async run(args, terminal) {
    const [{ editManifest }, { appAddition }] = await Promise.all([
      import("../gen/edit-manifest.ts"),
      import("../../schema/edit/additions.ts"),
    ]);
    const path = args.path.split("/").filter((folder) => folder !== "");
    return editManifest(args, terminal, () => appAddition({ ...args, path }));
  },
};
