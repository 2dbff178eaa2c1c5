import type { Command, GlobalArguments } from "../command.ts";

export const schemaCommand: Command<GlobalArguments> = {
  command: "schema",
  summary: "Print the JSON Schema of spire.yaml",
  options: (yargs) =>
    yargs.example("$0 schema > manifest.schema.json", "for an editor that asks for a file"),
  async run() {
    const { readFile } = await import("node:fs/promises");
    const { join } = await import("node:path");
    const { packageRoot } = await import("../../schema/package-root.ts");
    const text = await readFile(join(packageRoot, "schema/manifest.schema.json"), "utf8");
    return {
      exitCode: 0,
      document: JSON.parse(text) as Record<string, unknown>,
      text: "",
      data: text,
    };
  },
};
