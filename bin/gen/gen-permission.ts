import type { Command, GlobalArguments } from "../command.ts";

interface Arguments extends GlobalArguments {
  permission: string;
  description: string | undefined;
}

export const genPermissionCommand: Command<Arguments> = {
  command: "permission <permission>",
  summary: "Add a special permission to the manifest and generate it",
  options: (yargs) =>
    yargs
      .positional("permission", {
        type: "string",
        demandOption: true,
        describe: "LABEL.Model.codename",
      })
      .option("description", {
        type: "string",
        requiresArg: true,
        describe: "How a person reads it; default: the codename's words",
      })
      .example('$0 gen permission sales.Order.can_lock_orders --description "Can lock orders"', ""),
  async run(args, terminal) {
    const [{ editManifest, findApp, findModel, splitName }, { permissionAddition }] =
      await Promise.all([import("./edit-manifest.ts"), import("../../schema/edit/additions.ts")]);
    const [label, model, codename] = splitName(args.permission, ["LABEL", "Model", "codename"]);
    return editManifest(args, terminal, (project) => {
      const app = findApp(project, label);
      return permissionAddition(app.path, findModel(app, model).name, codename, args.description);
    });
  },
};
