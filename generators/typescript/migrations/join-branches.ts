import type { SpireError } from "../../../schema/errors.ts";
import { cannotRender } from "./errors.ts";
import {
  type MigrationHistory,
  readMigrations,
  readSnapshot,
  type Snapshot,
  sqlFile,
} from "./history.ts";
import {
  type Journal,
  JOURNAL_FILE,
  type JournalEntry,
  journalText,
  readJournal,
} from "./journal.ts";

/**
 * The history after git merged branches that had each made migrations: one line again, in the
 * order of the migrations' names, whose last schema is what all of them together make. No SQL is
 * changed; a database applies what it has not applied yet.
 *
 * @param files files of the migrations folder, by project-relative path
 * @returns the whole history, and the files that change; the files are empty when nothing forked
 * @throws {SpireError} E_CANNOT_RENDER when two of the branches changed the same thing, or the history is broken
 */
export function joinBranches(files: ReadonlyMap<string, string>): {
  history: MigrationHistory;
  changed: ReadonlyMap<string, string>;
} {
  const text = files.get(JOURNAL_FILE);
  if (text === undefined) return { history: readMigrations(files), changed: new Map() };
  const journal = readJournal(text);
  const fork = forkIn(journal);
  if (fork === null) return { history: readMigrations(files), changed: new Map() };

  const line = journal.entries.slice(0, fork);
  const branched = journal.entries
    .slice(fork)
    // Whoever deletes a migration's SQL withdraws it.
    .filter(({ tag }) => files.has(sqlFile(tag)))
    .toSorted((one, other) => (one.tag < other.tag ? -1 : 1));
  const start = line.at(-1);
  if (start === undefined) throw cannotRender(`${JOURNAL_FILE} has two beginnings.`);
  const snapshots = branched.map((entry) => ({ entry, ...readSnapshot(files, entry) }));
  const parents = new Set(snapshots.map(({ snapshot }) => snapshot.prevId));
  const base = readSnapshot(files, start).snapshot;
  const joined = snapshots
    .filter(({ snapshot }) => !parents.has(snapshot.id))
    .reduce<Made>(
      (made, { entry, snapshot }) => ({
        tag: entry.tag,
        tables: joinRecords(base.tables, made, { tag: entry.tag, tables: snapshot.tables }),
      }),
      { tag: start.tag, tables: base.tables },
    );

  const changed = new Map<string, string>();
  let prevId = base.id;
  for (const [position, { file, snapshot }] of snapshots.entries()) {
    const isLast = position === snapshots.length - 1;
    const next: Snapshot = { ...snapshot, prevId, ...(isLast && { tables: joined.tables }) };
    changed.set(file, `${JSON.stringify(next, null, 2)}\n`);
    prevId = next.id;
  }
  const entries = [...line, ...branched].map((entry, idx): JournalEntry => ({ ...entry, idx }));
  changed.set(JOURNAL_FILE, journalText({ ...journal, entries }));
  return { history: readMigrations(new Map([...files, ...changed])), changed };
}

/** Where the first of the entries is that share a number; null when none do. */
function forkIn({ entries }: Journal): number | null {
  const numbers = entries.map(({ idx }) => idx);
  const first = numbers.findIndex((idx, position) => numbers.indexOf(idx, position + 1) > 0);
  return first < 0 ? null : first;
}

interface Made {
  tag: string;
  tables: Snapshot["tables"];
}

/** Both sides' changes of tables, and of what is in a table; nothing may be changed by both. */
function joinRecords(base: Snapshot["tables"], ours: Made, theirs: Made): Snapshot["tables"] {
  const join = <T>(at: string, depth: number, was: Rec<T>, one: Rec<T>, two: Rec<T>): Rec<T> => {
    const keys = new Set([...Object.keys(one), ...Object.keys(two), ...Object.keys(was)]);
    const pairs = [...keys].flatMap((key): [string, T | undefined][] => {
      const [old, left, right] = [was[key], one[key], two[key]];
      if (isSame(left, old)) return [[key, right]];
      if (isSame(right, old)) return [[key, left]];
      const place = at === "" ? key.replace(/^public\./, "") : `${at}.${key}`;
      const parts = [old, left, right];
      if (depth === 0 || !parts.every(isRecord)) throw changedTwice(place, ours.tag, theirs.tag);
      const [a, b, c] = parts as unknown as [Rec<unknown>, Rec<unknown>, Rec<unknown>];
      return [[key, join(place, depth - 1, a, b, c) as T]];
    });
    return Object.fromEntries(pairs.filter((pair): pair is [string, T] => pair[1] !== undefined));
  };
  // A table's columns, keys and indexes lie two levels below the tables.
  return join("", 2, base, ours.tables, theirs.tables);
}

type Rec<T> = Readonly<Record<string, T>>;

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function changedTwice(place: string, one: string, other: string): SpireError {
  return cannotRender(
    `The migrations ${one} and ${other}, made on two branches, both change ${place}. ` +
      `Delete the one that no database has applied, its .sql file and its snapshot in ` +
      "migrations/meta, and generate again.",
  );
}
