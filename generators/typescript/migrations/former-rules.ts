import type { ProjectIndex } from "../../render/project-index.ts";
import { columnName, tableName } from "../code/names.ts";
import { joinBranches } from "./join-branches.ts";
import { pendingRenames } from "./renames.ts";

/**
 * The references that are to protect the row they name, and by the last schema go along with it, as
 * `label.Model.field`. Where the manifest renames them, they are looked up by their former names.
 *
 * @param history files of the migrations folder, by project-relative path
 * @throws {SpireError} E_CANNOT_RENDER when the history is broken
 */
export function cascadedBefore(
  index: ProjectIndex,
  history: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const { last } = joinBranches(history).history;
  if (last === null) return new Set();
  const renames = pendingRenames(index, last);
  const cascading = new Set(
    Object.values(last.tables).flatMap((table) =>
      Object.values(table.foreignKeys)
        .filter(({ onDelete }) => onDelete === "cascade")
        .map(({ columnsFrom }) => `${table.name}.${columnsFrom.join()}`),
    ),
  );
  const found = index.apps.flatMap(({ label, models }) =>
    models.flatMap((model) => {
      const to = tableName({ label, model: model.name });
      const renamed = renames.find((each) => each.to === to);
      const wasNamed = (column: string) =>
        renamed?.columns.find((each) => each.to === column)?.from ?? column;
      return model.fields
        .filter(({ onDelete }) => onDelete === "protect")
        .filter((field) => cascading.has(`${renamed?.from ?? to}.${wasNamed(columnName(field))}`))
        .map(({ name }) => `${label}.${model.name}.${name}`);
    }),
  );
  return new Set(found);
}
