/**
 * JSON as PostgreSQL's jsonb keeps it: of its numbers every digit. `JSON.parse` makes doubles of
 * them, which are other numbers when there are many digits.
 */

/** A number of JSON that a double cannot hold, like `1e400` and `9007199254740993`. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** For whoever knows nothing of it, a text is better than another number. */
  toJSON(): string {
    return this.text;
  }
}

/** A string, or a number. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
/** What a double may not hold has more than 15 digits, or an exponent. */
const SUSPECT = /[\d.]{16}|\d[eE]/;
/** No string of a jsonb has a NUL, so that none can be taken for a number. */
const MARK = "\0";

/** @throws SyntaxError */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!SUSPECT.test(text)) return value;
  const marked = text.replace(TOKEN, (token) =>
    token.startsWith('"') || isDouble(token) ? token : JSON.stringify(MARK + token),
  );
  return JSON.parse(marked, (_key, inner: unknown) =>
    typeof inner === "string" && inner.startsWith(MARK) ? new ExactNumber(inner.slice(1)) : inner,
  );
}

/** The text of a value, its numbers digit by digit. */
export function writeJson(value: unknown, indent?: number): string {
  const marking = function (this: unknown, key: string, shown: unknown) {
    const inner = (this as Record<string, unknown>)[key];
    return inner instanceof ExactNumber ? MARK + inner.text : shown;
  };
  const text = JSON.stringify(value, marking, indent);
  return text.replace(/"\\u0000(-?\d[\d.eE+-]*)"/g, "$1");
}

/** So many digits jsonb would make of a number on both sides of the point: 401 of `1e400`. */
export function digitsOf({ text }: ExactNumber): number {
  const { digits, exponent } = partsOf(text);
  return Math.max(digits.length + exponent, 0) + Math.max(-exponent, 0);
}

function isDouble(text: string): boolean {
  const [own, double] = [partsOf(text), partsOf(String(Number(text)))];
  return own.digits === double.digits && own.exponent === double.exponent;
}

/** Digits without zeros around them, and the power of ten of the last one. */
function partsOf(text: string): { digits: string; exponent: number } {
  const [, whole = "", fraction = "", power = "0"] =
    /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = whole + fraction;
  const [from, to] = [digits.search(/[1-9]/), lastDigit(digits)];
  if (from === -1) return { digits: "", exponent: 0 };
  const zeros = digits.length - 1 - to;
  return { digits: digits.slice(from, to + 1), exponent: Number(power) - fraction.length + zeros };
}

/** Where the last digit stands that is no zero. */
function lastDigit(digits: string): number {
  let last = digits.length - 1;
  while (digits[last] === "0") last -= 1;
  return last;
}
