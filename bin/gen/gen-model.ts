import type { Command, GlobalArguments } from "../command.ts";

interface Arguments extends GlobalArguments {
  model: string;
  field: string[] | undefined;
}

export const genModelCommand: Command<Arguments> = {
  command: "model <model>",
  summary: "Add a model to the manifest and generate it",
  options: (yargs) =>
    yargs
      .positional("model", { type: "string", demandOption: true, describe: "LABEL.Model" })
      .option("field", {
        type: "string",
        array: true,
        nargs: 1,
        describe: "NAME:TYPE, NAME:reference:LABEL.Model or NAME:choice:ONE,TWO; repeatable",
      })
      .example("$0 gen model sales.Invoice --field number:string --field total:decimal", "")
      .example("$0 gen model sales.Line --field invoice:reference:sales.Invoice", ""),
  async run(args, terminal) {
    const [
      { editManifest, findApp, splitName },
      { modelAddition, onlyModelAdditions },
      { parseFields },
    ] = await Promise.all([
      import("./edit-manifest.ts"),
      import("../../schema/edit/additions.ts"),
      import("./parse-fields.ts"),
    ]);
    const [label, model] = splitName(args.model, ["LABEL", "Model"]);
    const fields = parseFields(args.field ?? []);
    return editManifest(args, terminal, (project, manifest) => {
      const { path } = findApp(project, label);
      return [modelAddition(path, model, fields), ...onlyModelAdditions(manifest, path, label)];
    });
  },
};
