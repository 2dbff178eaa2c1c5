import type { Relocation, Target } from "../target.ts";

/** A file whose lines are to follow a rename. */
export interface Renaming extends Relocation {
  words: ReadonlyMap<string, string>;
  /** What spire wrote last in this file. */
  bases: readonly string[];
}

/**
 * A text with the present names of what was renamed and with its references still leading to the
 * same files, so that a merge meets only what was really changed by hand.
 *
 * A word is replaced while its rename is under way: when files move in this run, or when spire's own
 * last text still had it. Afterwards the word is the developer's to use.
 */
export function followRenames(
  text: string,
  renaming: Renaming,
  target: Pick<Target, "relocate" | "nameCharacters">,
): string {
  const relocated = target.relocate(text, renaming);
  return renamedWords(relocated, renaming, target.nameCharacters);
}

function renamedWords(
  text: string,
  { words, bases, moved }: Renaming,
  nameCharacters: string,
): string {
  if (words.size === 0) return text;
  const all = anyOf([...words.keys()], nameCharacters);
  const isOver = moved.size === 0;
  const current = isOver ? [...new Set(bases.join("\n").match(all))] : [...words.keys()];
  if (current.length === 0) return text;
  return text.replace(anyOf(current, nameCharacters), (word) => words.get(word) ?? word);
}

function anyOf(words: readonly string[], nameCharacters: string): RegExp {
  // The longest first: `InventoryPermission.AddInventory` before `InventoryPermission`.
  const longest = words.toSorted((one, other) => other.length - one.length);
  const pattern = longest.map((word) => word.replaceAll(".", "\\.")).join("|");
  return new RegExp(`(?<![${nameCharacters}])(?:${pattern})(?![${nameCharacters}])`, "g");
}
