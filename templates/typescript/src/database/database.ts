import { join } from "node:path";
import { projectRoot } from "#project-root";
import type { Connection, Database } from "./connection.ts";
import { applyMigrations, isMigrated } from "./migrations.ts";
import { openPglite, openPgliteOrVisit } from "./pglite.ts";
import { openPostgres } from "./postgres.ts";

export interface OpenDatabase extends Omit<Connection, "patiently"> {
  /**
   * Applies the migrations, then what comes after them: all or nothing. A project calls `migrate` of
   * `src/migrate.ts`, which knows what that is.
   *
   * @throws MigrationFailed
   */
  migrate(afterwards: (transaction: Database) => Promise<void>): Promise<void>;
  /** Does it answer, and is every migration of this version applied? */
  isCurrent(): Promise<boolean>;
}

export interface DatabaseOptions {
  /** A PostgreSQL's URL. Without one, PGlite is embedded. */
  url?: string | undefined;
  /** PGlite's folder; without one, it is in memory. */
  folder?: string | null;
  migrationsFolder?: string;
  /** Work through the process that has PGlite's folder open, if there is one. */
  beside?: boolean;
  /** What PGlite's `dumpDataDir` gave: starts from there, in a quarter of the time. */
  snapshot?: Blob | undefined;
}

/** Opens PostgreSQL when there is a URL, otherwise PGlite in a folder or in memory. */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const migrationsFolder = options.migrationsFolder ?? join(projectRoot(), "migrations");
  const { patiently, ...connection } = await connect(options);
  return {
    ...connection,
    isCurrent: () => isMigrated(connection.db, migrationsFolder),
    migrate: (afterwards) =>
      patiently(async (transaction) => {
        await applyMigrations(transaction, migrationsFolder);
        await afterwards(transaction);
      }),
  };
}

function connect({ url, folder = null, snapshot, beside = false }: DatabaseOptions) {
  if (url) return openPostgres(url);
  return folder && beside ? openPgliteOrVisit(folder) : openPglite(folder, snapshot);
}
