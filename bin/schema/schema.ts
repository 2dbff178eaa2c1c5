import { readManifestSchema } from "../../schema/package-files.ts";
import type { Command, GlobalArguments } from "../command.ts";

export const schemaCommand: Command<GlobalArguments> = {
  command: "schema",
  summary: "Print the JSON Schema of spire.yaml",
  options: (yargs) =>
    yargs.example("$0 schema > manifest.schema.json", "for an editor that asks for a file"),
  async run() {
    const text = readManifestSchema();
    return {
      exitCode: 0,
      document: JSON.parse(text) as Record<string, unknown>,
      text: "",
      data: text,
    };
  },
};
