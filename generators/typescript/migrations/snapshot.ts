import { generateDrizzleJson } from "drizzle-kit/api";
import * as auth from "../../../templates/typescript/src/database/tables.ts";
import type { Table } from "../models/tables.ts";
import { drizzleTables } from "./drizzle-tables.ts";
import { cannotRender } from "./errors.ts";
import type { Snapshot } from "./history.ts";

/** The schema of a project: the runtime's tables and the models'. */
export function currentSnapshot(tables: readonly Table[]): Snapshot {
  refuseTwins(tables);
  const all = { ...auth, ...drizzleTables(tables, auth.User as never) };
  return generateDrizzleJson(all) as Snapshot;
}

/** The schema of an empty database. */
export function emptySnapshot(): Snapshot {
  return generateDrizzleJson({}) as Snapshot;
}

/** drizzle-kit ends the process when two indexes share a name. */
function refuseTwins(tables: readonly Table[]): void {
  const names = tables.flatMap((table) => [
    ...[...table.uniques, ...table.indexes].map((key) => key.name),
    ...table.columns.flatMap((column) =>
      column.calls.flatMap((call) =>
        call.method === "unique" ? [call.name ?? `${table.name}_${column.name}_unique`] : [],
      ),
    ),
  ]);
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw cannotRender(`Two indexes would be named ${name}.`);
    seen.add(name);
  }
}
