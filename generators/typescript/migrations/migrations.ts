import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../../schema/package-root.ts";
import type { RenderSpec } from "../render-spec.ts";
import type { Table } from "../tables.ts";
import {
  JOURNAL_FILE,
  number,
  readMigrations,
  type Journal,
  type Snapshot,
  snapshotFile,
  sqlFile,
} from "./history.ts";

const NO_SNAPSHOT = "00000000-0000-0000-0000-000000000000";
/** drizzle-kit's own delimiter. */
const BREAKPOINT = "--> statement-breakpoint\n";
/** `when` of the first migration. Later ones count minutes on, so that a run gives the same files. */
const FIRST_MOMENT = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/**
 * The migration from the history's last schema to that of `tables`, in drizzle-kit's layout; no
 * file when nothing changed. drizzle-kit is loaded only when something may have changed: a
 * snapshot's id is the digest of the tables it was made from.
 *
 * @param history files of the migrations folder, by project-relative path
 * @throws RenderError when the history is broken
 */
export async function migrationSpecs(
  tables: readonly Table[],
  history: ReadonlyMap<string, string>,
): Promise<RenderSpec[]> {
  const { journal, last } = readMigrations(history);
  const digest = await schemaDigest(tables);
  if (last !== null && last.id === snapshotId(digest, last.prevId)) return [];
  const { currentSnapshot, emptySnapshot } = await import("./snapshot.ts");
  const { difference } = await import("./difference.ts");
  const previous = last ?? emptySnapshot();
  const prevId = last?.id ?? NO_SNAPSHOT;
  const next = { ...currentSnapshot(tables), id: snapshotId(digest, prevId), prevId };
  const statements = await difference(previous, next);
  if (statements.length === 0) return [];
  return migrationFiles(journal, statements, next, migrationName(previous, next));
}

function migrationFiles(
  journal: Journal,
  statements: string[],
  snapshot: Snapshot,
  name: string,
): RenderSpec[] {
  const last = journal.entries.at(-1);
  const idx = last === undefined ? 0 : last.idx + 1;
  const tag = `${number(idx)}_${name}`;
  const when = Math.max(FIRST_MOMENT + idx * MINUTE, (last?.when ?? 0) + 1);
  const entry = { idx, version: "7", when, tag, breakpoints: true };
  const next: Journal = { ...journal, entries: [...journal.entries, entry] };
  return [
    spec(sqlFile(tag), statements.join(BREAKPOINT)),
    spec(snapshotFile(idx), JSON.stringify(snapshot, null, 2)),
    spec(JOURNAL_FILE, JSON.stringify(next, null, 2)),
  ];
}

function spec(path: string, content: string): RenderSpec {
  return { path, tier: "shared", content: content.endsWith("\n") ? content : `${content}\n` };
}

/** Says what the migration does first: `initial`, `add_<table>`, `drop_<table>`, `change_<table>`. */
function migrationName(before: Snapshot, after: Snapshot): string {
  const [olds, news] = [Object.values(before.tables), Object.values(after.tables)];
  if (olds.length === 0) return "initial";
  const added = news.find((table) => !olds.some((old) => old.name === table.name));
  if (added !== undefined) return `add_${added.name}`;
  const dropped = olds.find((table) => !news.some((now) => now.name === table.name));
  if (dropped !== undefined) return `drop_${dropped.name}`;
  const changed = news.find((table) =>
    olds.some((old) => old.name === table.name && JSON.stringify(old) !== JSON.stringify(table)),
  );
  return `change_${changed?.name ?? "schema"}`;
}

/** Digest of everything that decides the schema: the models' tables and the runtime's. */
async function schemaDigest(tables: readonly Table[]): Promise<string> {
  const runtime = join(packageRoot, "templates/typescript/src/runtime/tables.ts");
  // A choice field's choices are the form's business; the column does not know them.
  const data = JSON.stringify(tables, (key, value: unknown) => (key === "enum" ? null : value));
  return sha256(data + (await readFile(runtime, "utf8")));
}

function snapshotId(digest: string, prevId: string): string {
  const hex = sha256(digest + prevId);
  const groups = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...groups, hex.slice(20, 32)].join("-");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
