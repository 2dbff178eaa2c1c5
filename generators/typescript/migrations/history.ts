import { cannotRender } from "./errors.ts";
import {
  EMPTY_JOURNAL,
  type Journal,
  JOURNAL_FILE,
  type JournalEntry,
  MIGRATIONS_FOLDER,
  readJournal,
} from "./journal.ts";

/** The schema as drizzle-kit's snapshot files hold it; only what is looked at is typed. */
export interface Snapshot {
  id: string;
  prevId: string;
  tables: Record<string, SnapshotTable>;
}

export interface SnapshotTable {
  name: string;
  columns: Record<string, SnapshotColumn>;
  indexes: Record<string, { name: string; columns: { expression: string }[] }>;
  foreignKeys: Record<string, SnapshotForeignKey>;
  uniqueConstraints: Record<string, { name: string; columns: string[] }>;
  compositePrimaryKeys: Record<string, { columns: string[] }>;
}

export interface SnapshotColumn {
  name: string;
  type: string;
  notNull: boolean;
  /** As SQL. */
  default?: unknown;
  identity?: { name: string };
}

export interface SnapshotForeignKey {
  name: string;
  tableFrom: string;
  tableTo: string;
  columnsFrom: string[];
  onDelete?: string;
}

export interface MigrationHistory {
  journal: Journal;
  /** The schema after the last migration; null before the first. */
  last: Snapshot | null;
  /** The migrations' SQL, by tag. */
  texts: ReadonlyMap<string, string>;
}

/** @throws {SpireError} E_CANNOT_RENDER when the journal or its last snapshot is broken or missing */
export function readMigrations(files: ReadonlyMap<string, string>): MigrationHistory {
  const text = files.get(JOURNAL_FILE);
  const journal = text === undefined ? EMPTY_JOURNAL : readJournal(text);
  const texts = new Map(journal.entries.map(({ tag }) => [tag, files.get(sqlFile(tag)) ?? ""]));
  const entry = journal.entries.at(-1);
  return { journal, texts, last: entry === undefined ? null : readSnapshot(files, entry).snapshot };
}

/**
 * The schema after a migration, and its file.
 *
 * @throws {SpireError} E_CANNOT_RENDER when it is broken or missing
 */
export function readSnapshot(
  files: ReadonlyMap<string, string>,
  entry: JournalEntry,
): { file: string; snapshot: Snapshot } {
  // Migrations made with drizzle-kit itself are numbered only.
  const own = snapshotFile(entry);
  const file = files.has(own) ? own : numberedSnapshotFile(entry.idx);
  const text = files.get(file);
  if (text === undefined) {
    throw cannotRender(
      `${own} is missing, although ${JOURNAL_FILE} names ${entry.tag}. Restore it from version control.`,
    );
  }
  try {
    return { file, snapshot: JSON.parse(text) as Snapshot };
  } catch {
    throw cannotRender(
      `${file} is no valid JSON; it may hold the marks of a merge conflict. Restore it first.`,
    );
  }
}

/** Named by the whole tag but for the first: two branches add differently named files. */
export function snapshotFile({ idx, tag }: { idx: number; tag: string }): string {
  return idx === 0 ? numberedSnapshotFile(idx) : `${MIGRATIONS_FOLDER}/meta/${tag}_snapshot.json`;
}

function numberedSnapshotFile(idx: number): string {
  return `${MIGRATIONS_FOLDER}/meta/${number(idx)}_snapshot.json`;
}

export function sqlFile(tag: string): string {
  return `${MIGRATIONS_FOLDER}/${tag}.sql`;
}

/** `7` → `0007`. */
export function number(idx: number): string {
  return String(idx).padStart(4, "0");
}
