import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** File of an empty PGlite database; null when the tests run on a PostgreSQL server. */
    snapshotFile: string | null;
  }
}

/** Runs once around all test files: makes the database that each of them starts from a copy of. */
export default async function setUp(project: TestProject): Promise<() => void> {
  if (process.env["DATABASE_URL"]) {
    project.provide("snapshotFile", null);
    return () => {};
  }
  const folder = mkdtempSync(join(tmpdir(), "snapshot-"));
  const file = join(folder, "database.tar");
  const client = await PGlite.create("memory://");
  const dump = await client.dumpDataDir("none");
  await client.close();
  writeFileSync(file, new Uint8Array(await dump.arrayBuffer()));
  project.provide("snapshotFile", file);
  return () => rmSync(folder, { recursive: true });
}

export function readSnapshot(file: string | null): Blob | undefined {
  return file === null ? undefined : new Blob([readFileSync(file)]);
}
