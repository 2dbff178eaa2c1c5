import { RenderError } from "../../render-error.ts";

/** drizzle-kit's `meta/_journal.json`. */
export interface Journal {
  version: string;
  dialect: string;
  entries: JournalEntry[];
}

export interface JournalEntry {
  idx: number;
  version: string;
  /** Milliseconds; the migrator applies what is later than the last one it applied. */
  when: number;
  tag: string;
  breakpoints: boolean;
}

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
}

export interface MigrationHistory {
  journal: Journal;
  /** The schema after the last migration; null before the first. */
  last: Snapshot | null;
  /** The migrations' SQL, by tag. */
  texts: ReadonlyMap<string, string>;
}

const FOLDER = "migrations";
export const JOURNAL_FILE = `${FOLDER}/meta/_journal.json`;

/** @throws RenderError when the journal or its last snapshot is broken or missing */
export function readMigrations(files: ReadonlyMap<string, string>): MigrationHistory {
  const text = files.get(JOURNAL_FILE);
  if (text === undefined) {
    const journal = { version: "7", dialect: "postgresql", entries: [] };
    return { journal, last: null, texts: new Map() };
  }
  const journal = parse<Journal>(JOURNAL_FILE, text);
  const texts = new Map(
    (journal.entries ?? []).map(({ tag }) => [tag, files.get(sqlFile(tag)) ?? ""]),
  );
  const entry = journal.entries?.at(-1);
  if (entry === undefined) return { journal: { ...journal, entries: [] }, last: null, texts };
  const file = snapshotFile(entry.idx);
  const snapshot = files.get(file);
  if (snapshot === undefined) {
    throw new RenderError(
      `${file} is missing, although ${JOURNAL_FILE} names it. Restore it from version control.`,
    );
  }
  return { journal, last: parse<Snapshot>(file, snapshot), texts };
}

function parse<T>(file: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new RenderError(
      `${file} is no valid JSON; it may hold the marks of a merge conflict. Restore it first.`,
    );
  }
}

export function snapshotFile(idx: number): string {
  return `${FOLDER}/meta/${number(idx)}_snapshot.json`;
}

export function sqlFile(tag: string): string {
  return `${FOLDER}/${tag}.sql`;
}

/** `7` → `0007`. */
export function number(idx: number): string {
  return String(idx).padStart(4, "0");
}
