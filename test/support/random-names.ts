import { createHash } from "node:crypto";

/** Longest names by turns: short ones, and such as make every line break somewhere. */
const LONGEST = [3, 8, 14, 22, 40];

/** Words that end in a number, such as `view_12` and `Crate3`; each stands for a name. */
const NAMES = /(?:[a-z]+(?:_[a-z]+)*?_|Crate|PurchaseOrder|ABTest|Model)(\d+)/g;
/** The same models as they stand in codenames. */
const LOWER = /(?:crate|purchaseorder|abtest|model)(\d+)/g;

/**
 * Gives every numbered name in a manifest's text another one, of a random length, everywhere the
 * same. The number stays, so that no two names become one.
 *
 * @param seed the same seed gives the same names
 * @returns the text, and how many names it holds
 */
export function withRandomNames(manifest: string, seed: string): { text: string; names: number } {
  const numbers = new Set<string>();
  const model = (number: string) => capital(randomWord(`${seed} model ${number}`)) + number;
  const text = manifest
    .replace(NAMES, (name, number: string) => {
      numbers.add(number);
      return /^[A-Z]/.test(name)
        ? model(number)
        : `${name.startsWith("can_") ? "can_" : ""}${randomWord(`${seed} ${number}`)}_${number}`;
    })
    .replace(LOWER, (_, number: string) => model(number).toLowerCase());
  return { text, names: numbers.size };
}

function randomWord(seed: string): string {
  const bytes = createHash("sha512").update(seed).digest();
  const longest = LONGEST[(bytes[0] ?? 0) % LONGEST.length] ?? 1;
  const letters = [...bytes.subarray(2, 3 + ((bytes[1] ?? 0) % longest))];
  return letters
    .map((byte, index) => {
      const letter = String.fromCharCode(97 + (byte % 26));
      const isGap = byte > 225 && index > 0 && index < letters.length - 1;
      return isGap && (letters[index - 1] ?? 0) <= 225 ? "_" : letter;
    })
    .join("");
}

function capital(word: string): string {
  return word.replace(/_/g, "").replace(/^./, (letter) => letter.toUpperCase());
}

/** Characters that take no column, one or two, several for one, and such as are written escaped. */
const CHARACTERS = [..."ab é漢字アｆ🚀ß—“한ไ'\"`&<>{}$", "e\u0301", "👩‍👩‍👧", "\u200b", "\\"];

/** A text of up to fifty characters that a formatter may take for more columns or for fewer. */
export function randomText(seed: string): string {
  const bytes = createHash("sha512").update(seed).digest();
  const letters = bytes.subarray(1, 2 + ((bytes[0] ?? 0) % 50));
  let text = "x";
  for (const byte of letters) {
    const next = CHARACTERS[byte % CHARACTERS.length] ?? "";
    if (text.length + next.length < 50) text += next;
  }
  return `${text}x`;
}
