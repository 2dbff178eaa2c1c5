import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { join } from "node:path";
import { migrationSpecs } from "../../../../generators/typescript/migrations/migrations.ts";
import { indexProject } from "../../../../generators/render/project-index.ts";
import type { App } from "../../../../schema/project.ts";
import { applyMigrations } from "../../../../templates/typescript/src/database/migrations.ts";
import { testdir } from "../../../support/testdir.ts";
import { project } from "../../fixture-project.ts";

/** The files of a migrations folder, by path. */
export type History = ReadonlyMap<string, string>;

/** Migrates a history on to the schema of these apps, as a generation does. */
export async function migrate(
  apps: App[],
  history: History = new Map(),
  options: { allowDataLoss?: boolean } = {},
): Promise<History> {
  const index = indexProject(project(apps));
  const specs = await migrationSpecs(index, history, options);
  const texts = specs.map((spec) => [spec.path, "content" in spec ? spec.content : ""] as const);
  return new Map([...history, ...texts]);
}

/** The files with SQL in a history, in order. */
export function sqlFiles(history: History): string[] {
  return [...history.keys()].filter((path) => path.endsWith(".sql"));
}

/** An embedded PostgreSQL that histories are applied to as a generated project does. */
export async function database() {
  const db = drizzle(await PGlite.create("memory://"));
  return {
    db,
    async apply(history: History): Promise<void> {
      const dir = testdir(Object.fromEntries(history));
      await applyMigrations(db as never, join(dir, "migrations"));
    },
    async rows(query: string): Promise<Record<string, unknown>[]> {
      return (await db.execute(query)).rows;
    },
  };
}
