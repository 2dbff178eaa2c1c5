import { cannotRender } from "./errors.ts";

/** drizzle-kit's `meta/_journal.json`. */
export interface Journal {
  version: string;
  dialect: string;
  entries: JournalEntry[];
}

export interface JournalEntry {
  idx: number;
  version: string;
  /** Milliseconds. No two migrations have the same: the migrator knows what it applied by it. */
  when: number;
  tag: string;
  breakpoints: boolean;
}

export const MIGRATIONS_FOLDER = "migrations";

export const JOURNAL_FILE = `${MIGRATIONS_FOLDER}/meta/_journal.json`;

export const EMPTY_JOURNAL: Journal = { version: "7", dialect: "postgresql", entries: [] };

/** One entry a line, so that git can take in two branches' lines (`merge=union`). */
export function journalText({ entries, ...head }: Journal): string {
  const start = JSON.stringify(head).slice(0, -1);
  const lines = entries.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n");
  return `${start},"entries":[\n${lines}\n]}\n`;
}

/**
 * Reads the journal, also after git has put two branches' entries under one another, which leaves
 * out a comma.
 *
 * @throws {SpireError} E_CANNOT_RENDER when it holds no entries that can be read
 */
export function readJournal(text: string): Journal {
  const whole = parse(text) as Partial<Journal> | undefined;
  if (whole !== undefined) return { ...EMPTY_JOURNAL, ...whole, entries: whole.entries ?? [] };
  const entries = (text.match(/\{[^{}]*\}/g) ?? []).map((each) => parse(each));
  if (entries.length === 0 || !entries.every(isEntry)) {
    throw cannotRender(
      `${JOURNAL_FILE} is no valid JSON; it may hold the marks of a merge conflict. Restore it first.`,
    );
  }
  return { ...EMPTY_JOURNAL, entries: withoutRepeats(entries) };
}

function withoutRepeats(entries: readonly JournalEntry[]): JournalEntry[] {
  return [...new Map(entries.map((entry) => [entry.tag, entry])).values()];
}

function isEntry(value: unknown): value is JournalEntry {
  const entry = (value ?? {}) as Partial<JournalEntry>;
  return typeof entry.tag === "string" && typeof entry.idx === "number";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
