import type { Command, GlobalArguments } from "../command.ts";
import { VIEW_KINDS } from "../../schema/view-kinds.ts";

interface Arguments extends GlobalArguments {
  view: string;
  kind: string;
  permission: string[] | undefined;
  model: string | undefined;
  path: string | undefined;
}

export const genViewCommand: Command<Arguments> = {
  command: "view <view>",
  summary: "Add a view to the manifest and generate it",
  options: (yargs) =>
    yargs
      .positional("view", { type: "string", demandOption: true, describe: "LABEL.NAME" })
      .option("kind", {
        type: "string",
        demandOption: true,
        choices: Object.keys(VIEW_KINDS),
        describe: "What kind of view it is",
      })
      .option("permission", {
        type: "string",
        array: true,
        nargs: 1,
        describe: "Who may open it; none: login is enough; given twice: both are needed",
      })
      .option("model", { type: "string", requiresArg: true, describe: "The model it is about" })
      .option("path", {
        type: "string",
        requiresArg: true,
        describe: "Its path, such as /sales/<int:pk>/lock/",
      })
      .example("$0 gen view inventory.lock --kind action --permission can_lock_inventory", "")
      .example("$0 gen view report.monthly --kind page --permission report.view_report", ""),
  async run(args, terminal) {
    const [{ editManifest, findApp, splitName }, { viewAddition }] = await Promise.all([
      import("./edit-manifest.ts"),
      import("../../schema/edit/additions.ts"),
    ]);
    const [label, name] = splitName(args.view, ["LABEL", "NAME"]);
    return editManifest(args, terminal, (project) =>
      viewAddition(findApp(project, label).path, name, args),
    );
  },
};
