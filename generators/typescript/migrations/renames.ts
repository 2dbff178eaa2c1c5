import { formerLabels, hasRenames } from "../../render/former-names.ts";
import type { SafeApp, SafeField, SafeModel } from "../../render/safe-project.ts";
import type { ModelRef } from "../../../schema/project.ts";
import { columnName, tableName } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { Snapshot, SnapshotTable } from "./history.ts";

/** A model's table in the last schema, where it bears another name or has such columns. */
export interface TableRename {
  /** The model as it is called now, and as it was when its table was named last. */
  ref: ModelRef;
  former: ModelRef;
  from: string;
  to: string;
  columns: { from: string; to: string }[];
}

/**
 * What `renamed_from` still has to rename: whatever the last schema has under a former name and not
 * under the present one. So a manifest may keep `renamed_from` when that is done.
 */
export function pendingRenames(index: ProjectIndex, last: Snapshot): TableRename[] {
  if (!hasRenames(index)) return [];
  const { apps } = index;
  // No present table's name, and no former one twice.
  const taken = new Set(
    apps.flatMap(({ label, models }) =>
      models.map(({ name }) => tableName({ label, model: name })),
    ),
  );
  return apps.flatMap((app) =>
    app.models.flatMap((model) => {
      const ref = { label: app.label, model: model.name };
      const to = tableName(ref);
      const former = tableIn(last, to)
        ? ref
        : formerRefs(apps, app, model).find(
            (each) => tableIn(last, tableName(each)) && !taken.has(tableName(each)),
          );
      if (former === undefined) return [];
      const from = tableName(former);
      taken.add(from);
      const columns = renamedColumns(model, tableIn(last, from));
      return from === to && columns.length === 0 ? [] : [{ ref, former, from, to, columns }];
    }),
  );
}

function tableIn({ tables }: Snapshot, name: string): SnapshotTable | undefined {
  return Object.values(tables).find((table) => table.name === name);
}

function formerRefs(apps: readonly SafeApp[], app: SafeApp, model: SafeModel): ModelRef[] {
  const names = [...new Set([model.renamedFrom ?? model.name, model.name])];
  return formerLabels(apps, app).flatMap((label) => names.map((name) => ({ label, model: name })));
}

function renamedColumns(
  model: SafeModel,
  table: SnapshotTable | undefined,
): TableRename["columns"] {
  const taken = new Set(model.fields.map(columnName));
  return model.fields.flatMap((field) => {
    const to = columnName(field);
    if (table === undefined || to in table.columns) return [];
    const from = formerColumns(field).find((name) => name in table.columns && !taken.has(name));
    if (from === undefined) return [];
    taken.add(from);
    return [{ from, to }];
  });
}

/** A reference's column has an ending that a field of its former type may not have had. */
function formerColumns({ renamedFrom, type }: SafeField): string[] {
  if (renamedFrom === null) return [];
  return [columnName({ name: renamedFrom, type }), renamedFrom, `${renamedFrom}_id`];
}
