import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../../schema/package-root.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import { dataLoss, noDefault } from "./errors.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import { projectTables, type Table } from "../models/tables.ts";
import { lossesBetween, missingDefaults } from "./losses.ts";
import { grantStatements, pendingGrants } from "./grants.ts";
import { pendingRenames, type TableRename } from "./renames.ts";
import { number, type Snapshot, snapshotFile, sqlFile } from "./history.ts";
import { joinBranches } from "./join-branches.ts";
import { type Journal, JOURNAL_FILE, journalText } from "./journal.ts";

const NO_SNAPSHOT = "00000000-0000-0000-0000-000000000000";
/** drizzle-kit's own delimiter. */
const BREAKPOINT = "--> statement-breakpoint\n";
/** `when` of a migration is on this day for the first, on the next for the second and so on. */
const FIRST_MOMENT = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

/**
 * The migration from the history's last schema to the project's, in drizzle-kit's layout; no file
 * when nothing changed. What `renamed_from` names is renamed first, with the permissions that were
 * granted, and drizzle-kit works out the rest. It is loaded only when something may have changed:
 * a snapshot's id is the digest of the tables it was made from.
 *
 * @param history files of the migrations folder, by project-relative path
 * @param options.allowDataLoss tables and columns that hold data may be dropped or narrowed
 * @throws {SpireError} E_CANNOT_RENDER when the history is broken
 * @throws {SpireError} E_DATA_LOSS; E_NO_DEFAULT when a field is new and required, its table is not new, and no default
 *   would fill it
 */
export async function migrationSpecs(
  index: ProjectIndex,
  history: ReadonlyMap<string, string>,
  { allowDataLoss = false }: { allowDataLoss?: boolean } = {},
): Promise<RenderSpec[]> {
  const tables = projectTables(index);
  const { history: migrations, changed: joined } = joinBranches(history);
  const { journal, last } = migrations;
  const digest = await schemaDigest(tables);
  const renames = last === null ? [] : pendingRenames(index, last);
  const grants = grantStatements(pendingGrants(index, renames, migrations));
  const isSameSchema = last !== null && last.id === snapshotId(digest, last.prevId);
  if (isSameSchema && grants.length === 0 && joined.size === 0) return [];
  const { currentSnapshot, emptySnapshot } = await import("./snapshot.ts");
  const { difference } = await import("./difference.ts");
  const { applyRenames } = await import("./apply-renames.ts");
  const previous = last ?? emptySnapshot();
  const prevId = last?.id ?? NO_SNAPSHOT;
  const next = { ...currentSnapshot(tables), id: snapshotId(digest, prevId), prevId };
  const renamed = applyRenames(previous, next, renames);
  refuse(renamed.schema, next, allowDataLoss);
  const changes = await difference(renamed.schema, next);
  const statements = [...renamed.statements, ...changes, ...grants];
  const made =
    statements.length === 0
      ? []
      : migrationFiles(journal, statements, next, migrationName(previous, next, renames));
  const written = new Set(made.map(({ path }) => path));
  const rest = [...joined].filter(([path]) => !written.has(path));
  return [...rest.map(([path, content]) => spec(path, content)), ...made];
}

function refuse(before: Snapshot, after: Snapshot, allowDataLoss: boolean): void {
  const losses = allowDataLoss ? [] : lossesBetween(before, after);
  if (losses.length > 0) throw dataLoss(losses);
  const missing = missingDefaults(before, after);
  if (missing.length > 0) throw noDefault(missing);
}

function migrationFiles(
  journal: Journal,
  statements: string[],
  snapshot: Snapshot,
  name: string,
): RenderSpec[] {
  const last = journal.entries.at(-1);
  const idx = last === undefined ? 0 : last.idx + 1;
  // Two branches must make different files, and different moments, from the same beginning.
  const digest = sha256(snapshot.prevId + statements.join());
  const tag = `${number(idx)}_${name}${idx === 0 ? "" : `_${digest.slice(0, 6)}`}`;
  const moment = Number.parseInt(digest.slice(0, 8), 16) % DAY;
  const when = Math.max(FIRST_MOMENT + idx * DAY, (last?.when ?? 0) + 1) + moment;
  const entry = { idx, version: "7", when, tag, breakpoints: true };
  const next: Journal = { ...journal, entries: [...journal.entries, entry] };
  return [
    spec(sqlFile(tag), statements.join(BREAKPOINT)),
    spec(snapshotFile(entry), JSON.stringify(snapshot, null, 2)),
    spec(JOURNAL_FILE, journalText(next)),
  ];
}

function spec(path: string, content: string): RenderSpec {
  return { path, tier: "history", content: content.endsWith("\n") ? content : `${content}\n` };
}

/**
 * Says what the migration does first: `initial`, `rename_<table>`, `add_<table>`, `drop_<table>`,
 * `change_<table>`, or `rename_permissions`.
 */
function migrationName(
  before: Snapshot,
  after: Snapshot,
  [renamed]: readonly TableRename[],
): string {
  const [olds, news] = [Object.values(before.tables), Object.values(after.tables)];
  if (olds.length === 0) return "initial";
  if (renamed !== undefined) return `rename_${renamed.from}`;
  const added = news.find((table) => !olds.some((old) => old.name === table.name));
  if (added !== undefined) return `add_${added.name}`;
  const dropped = olds.find((table) => !news.some((now) => now.name === table.name));
  if (dropped !== undefined) return `drop_${dropped.name}`;
  const changed = news.find((table) =>
    olds.some((old) => old.name === table.name && JSON.stringify(old) !== JSON.stringify(table)),
  );
  return changed === undefined ? "rename_permissions" : `change_${changed.name}`;
}

/** Digest of everything that decides the schema: the models' tables and the runtime's. */
async function schemaDigest(tables: readonly Table[]): Promise<string> {
  const runtime = join(packageRoot, "templates/typescript/src/database/tables.ts");
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
