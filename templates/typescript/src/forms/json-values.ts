/** Which JSON PostgreSQL's jsonb takes, and what is wrong with other. */
import { digitsOf, ExactNumber, parseJson } from "#database/json";
import { HALF } from "./field.ts";
import { isDeeper, MAX_DEPTH } from "./nesting.ts";

const INVALID = `Enter valid JSON, at most ${MAX_DEPTH} levels deep.`;

/** A number is kept with all digits that it stands for: `1e9` in three characters are ten. */
const MOST_DIGITS = 1000;

/** What was sent, as text or as it is, or what is wrong with it. */
export function readJson(sent: unknown): [value: unknown, message: string | null] {
  try {
    // The first reading makes sure that no string looks like one of `parseJson`'s numbers.
    const plain: unknown = typeof sent === "string" ? JSON.parse(sent) : sent;
    const message = misfitOf(plain);
    if (message !== null) return [null, message];
    const value = typeof sent === "string" ? parseJson(sent) : sent;
    return [value, tooLong(value)];
  } catch {
    return [null, INVALID];
  }
}

/** What is wrong with its depth or its texts, or null. */
function misfitOf(value: unknown): string | null {
  return isDeeper(value) || some(value, isUnstorable) ? INVALID : null;
}

/** What is wrong with its numbers, or null. */
function tooLong(value: unknown): string | null {
  const isLong = (leaf: unknown) => leaf instanceof ExactNumber && digitsOf(leaf) > MOST_DIGITS;
  return some(value, isLong) ? `Enter numbers of at most ${MOST_DIGITS} digits.` : null;
}

const isUnstorable = (leaf: unknown) =>
  typeof leaf === "string" && (leaf.includes("\0") || HALF.test(leaf));

/** Whether it holds of a key or of a value that is no list and no object. */
function some(value: unknown, holds: (leaf: unknown) => boolean): boolean {
  if (typeof value !== "object" || value === null || value instanceof ExactNumber) {
    return holds(value);
  }
  return Object.entries(value).some(([key, inner]) => holds(key) || some(inner, holds));
}
