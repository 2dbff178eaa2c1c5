/**
 * What a page has shown of a row. Every form and control that depends on a row says it back, so that
 * a write on a row that was changed meanwhile is noticed.
 */
import { createHash } from "node:crypto";
import { Invalid } from "./errors.ts";

type Row = Readonly<Record<string, unknown>>;

/** Digests of the values that were seen, by column; "*": whoever sends it has looked at nothing. */
export type Seen = ReadonlyMap<string, string> | "*";

/** What a form or control says back of a row: the columns named, or all of them. */
export function saw(row: Row, ...columns: string[]): string {
  const names = columns.length > 0 ? columns : Object.keys(row);
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, digestOf(row[name])])));
}

/** The columns whose values are not those that were seen; what was not seen is not compared. */
export function changedSince(seen: Seen, row: Row, columns: readonly string[]): string[] {
  if (seen === "*") return [];
  return columns.filter((name) => seen.has(name) && seen.get(name) !== digestOf(row[name]));
}

/**
 * Reads what a form or control has said, once its seal is opened; null: it said nothing. Throws
 * Invalid for anything else.
 */
export function readSeen(said: string | null): Seen | null {
  if (said === null || said === "*") return said;
  let value: unknown;
  try {
    value = JSON.parse(said);
  } catch {
    value = null;
  }
  const entries = Object.entries(Object(value) as Row);
  const isSeen = entries.length > 0 && entries.every(([, digest]) => typeof digest === "string");
  if (!isSeen || Array.isArray(value)) throw new Invalid("The page that sent this is broken.");
  return new Map(entries as [string, string][]);
}

/** Short, and no value by itself: texts may be of any length. */
export function digestOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "bigint" ? `${inner}n` : inner,
  );
  return createHash("sha256")
    .update(text ?? "")
    .digest("base64url")
    .slice(0, 16);
}
