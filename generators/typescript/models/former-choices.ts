import type { ProjectIndex } from "../../render/project-index.ts";
import { modelsFile } from "../code/files.ts";
import { columnName, tableName } from "../code/names.ts";

/**
 * The choices of fields by the models.ts files that are written anew, as `label.Model.field`.
 *
 * @param former texts on record of such a file
 */
export async function choicesBefore(
  { apps }: ProjectIndex,
  former: (path: string) => readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const app of apps) {
    const path = modelsFile(app);
    const texts = former(path).filter((text) => text.includes("enum:"));
    if (texts.length === 0) continue;
    const { recordedChoices } = await import("./recorded-choices.ts"); // a parser takes its time
    const before = texts.map((text) => recordedChoices(path, text));
    for (const { name: model, fields } of app.models) {
      const table = tableName({ label: app.label, model });
      for (const field of fields.filter(({ type }) => type === "choice")) {
        const column = `${table}.${columnName(field)}`;
        const choices = before.flatMap((columns) => columns.get(column) ?? []);
        if (choices.length > 0) found.set(`${app.label}.${model}.${field.name}`, choices);
      }
    }
  }
  return found;
}
