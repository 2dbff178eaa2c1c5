import type { Command, GlobalArguments } from "../command.ts";

interface Arguments extends GlobalArguments {
  handler: string;
  permission: string[] | undefined;
}

export const genHandlerCommand: Command<Arguments> = {
  command: "handler <handler>",
  summary: "Add an event handler of a live view to the manifest and generate it",
  options: (yargs) =>
    yargs
      .positional("handler", {
        type: "string",
        demandOption: true,
        describe: "LABEL.VIEW.NAME",
      })
      .option("permission", {
        type: "string",
        array: true,
        nargs: 1,
        describe: "Who may fire it; none: login is enough; given twice: both are needed",
      })
      .example("$0 gen handler team.admin.promote --permission manage_team_members", ""),
  async run(args, terminal) {
    const [{ editManifest, findApp, findView, splitName }, { handlerAddition }] = await Promise.all(
      [import("./edit-manifest.ts"), import("../../schema/edit/additions.ts")],
    );
    const [label, view, name] = splitName(args.handler, ["LABEL", "VIEW", "NAME"]);
    return editManifest(args, terminal, (project) => {
      const app = findApp(project, label);
      return handlerAddition(app.path, findView(app, view).name, name, args.permission);
    });
  },
};
