import { posix } from "node:path";

/** A file whose lines are to follow a rename. */
export interface Renaming {
  /** Where the file was and where it will be; the same when it does not move. */
  from: string;
  to: string;
  words: ReadonlyMap<string, string>;
  /** What spire wrote last in this file. */
  bases: readonly string[];
  /** Every file that moves in this run, new path by old. */
  moved: ReadonlyMap<string, string>;
}

/**
 * A text with the present names of what was renamed and with its relative imports still leading to
 * the same files, so that a merge meets only what was really changed by hand.
 *
 * A word is replaced while its rename is under way: when files move in this run, or when spire's own
 * last text still had it. Afterwards the word is the developer's to use.
 */
export function followRenames(text: string, renaming: Renaming): string {
  return renamedWords(renamedImports(text, renaming), renaming);
}

const IMPORT = /(?<=["'])\.{1,2}\/[^"'\n]+(?=["'])/g;

function renamedImports(text: string, { from, to, moved }: Renaming): string {
  if (from === to && moved.size === 0) return text;
  return text.replace(IMPORT, (specifier) => {
    const old = posix.join(posix.dirname(from), specifier);
    const now = moved.get(old) ?? old;
    if (now === old && from === to) return specifier;
    const path = posix.relative(posix.dirname(to), now);
    return path.startsWith(".") ? path : `./${path}`;
  });
}

function renamedWords(text: string, { words, bases, moved }: Renaming): string {
  const isOver = moved.size === 0;
  const current = isOver ? wordsIn(bases.join("\n"), [...words.keys()]) : [...words.keys()];
  if (current.length === 0) return text;
  return text.replace(anyOf(current), (word) => words.get(word) ?? word);
}

function wordsIn(text: string, words: readonly string[]): string[] {
  return words.length === 0 ? [] : [...new Set(text.match(anyOf(words)))];
}

function anyOf(words: readonly string[]): RegExp {
  // The longest first: `InventoryPermission.AddInventory` before `InventoryPermission`.
  const longest = words.toSorted((one, other) => other.length - one.length);
  const pattern = longest.map((word) => word.replaceAll(".", "\\.")).join("|");
  return new RegExp(`(?<![\\w$])(?:${pattern})(?![\\w$])`, "g");
}
