import { DECIMAL_DEFAULTS, FIELD_TYPES, takes } from "../field-types.ts";
import type { LongField } from "../manifest.types.ts";
import type { FieldType } from "../project.ts";

/** Bounds of a field or input that a value must keep. */
export interface Bounds {
  type: FieldType;
  maxLength: number | null;
  maxDigits: number | null;
  decimalPlaces: number | null;
  choices: string[];
  choiceLabels: string[];
}

/** The bounds of a field or input, with what its type settles where it says nothing. */
export function boundsOf(field: BoundedField): Bounds {
  const isDecimal = takes(field.type, "max_digits");
  const maxDigits = field.max_digits ?? DECIMAL_DEFAULTS.maxDigits;
  const places = Math.min(DECIMAL_DEFAULTS.decimalPlaces, maxDigits);
  return {
    type: field.type,
    maxLength: maxLengthOf(field),
    maxDigits: isDecimal ? maxDigits : null,
    decimalPlaces: isDecimal ? (field.decimal_places ?? places) : null,
    choices: takes(field.type, "choices") ? choicesOf(field) : [],
    choiceLabels: takes(field.type, "choices") ? labelsOf(field) : [],
  };
}

/** The values of a choice, in order. */
export function choicesOf({ choices = [] }: Pick<LongField, "choices">): string[] {
  return Array.isArray(choices) ? choices : Object.keys(choices);
}

/** What people read for each of them; empty where nothing is said. */
export function labelsOf({ choices = [] }: Pick<LongField, "choices">): string[] {
  return Array.isArray(choices) ? [] : Object.values(choices);
}

/** A field or input as written. */
type BoundedField = Pick<
  LongField,
  "type" | "max_length" | "max_digits" | "decimal_places" | "choices"
>;

/** Longest text: as written, else its type's, else its longest choice. */
function maxLengthOf(field: BoundedField): number | null {
  if (takes(field.type, "choices")) return field.max_length ?? longestOf(choicesOf(field));
  const { maxLength } = FIELD_TYPES[field.type];
  return maxLength === null ? null : (field.max_length ?? maxLength);
}

/** Characters of the longest choice; a column has room for one at least. */
export function longestOf(choices: readonly string[]): number {
  return Math.max(1, ...choices.map((choice) => [...choice].length));
}

/** A written value in a sentence, shortened. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/**
 * Why a written value does not fit, as the end of "The value …"; null when it fits. `null` is not
 * judged here.
 */
export function misfit(value: unknown, bounds: Bounds): string | null {
  return CHECKS[bounds.type](value, bounds);
}

type Check = (value: unknown, bounds: Bounds) => string | null;

const text =
  (accepts: (value: string) => boolean, otherwise: string): Check =>
  (value, { maxLength }) => {
    if (typeof value !== "string") return "is no text; write it in quotes";
    if (maxLength !== null && [...value].length > maxLength) {
      return `is longer than ${maxLength} characters`;
    }
    return accepts(value) ? null : otherwise;
  };

const whole =
  (lowest: bigint, highest: bigint, name: string): Check =>
  (value) => {
    const digits = typeof value === "number" ? String(value) : value;
    const written = typeof value === "number" || name === "64";
    if (!written || typeof digits !== "string" || !/^-?\d{1,19}$/.test(digits)) {
      return "is no whole number";
    }
    const number = BigInt(digits);
    return number < lowest || number > highest ? `does not fit in ${name} bits` : null;
  };

const CHECKS: Record<FieldType, Check> = {
  string: text(() => true, ""),
  text: text(() => true, ""),
  integer: whole(-(2n ** 31n), 2n ** 31n - 1n, "32"),
  bigint: whole(-(2n ** 63n), 2n ** 63n - 1n, "64"),
  decimal: (value, { maxDigits, decimalPlaces }) => {
    const match = /^-?(\d+)(?:\.(\d+))?$/.exec(String(value));
    if (!match || (typeof value !== "number" && typeof value !== "string")) return "is no decimal";
    const fraction = (match[2] ?? "").replace(/0+$/, "").length;
    if (decimalPlaces !== null && fraction > decimalPlaces) {
      return `has more than ${decimalPlaces} decimal places`;
    }
    const whole = (match[1] ?? "").replace(/^0+/, "").length;
    return maxDigits !== null && whole > maxDigits - (decimalPlaces ?? 0)
      ? `has more than ${maxDigits} digits`
      : null;
  },
  boolean: (value) => (typeof value === "boolean" ? null : "is neither true nor false"),
  date: text(isDate, "is no date such as 2026-01-31"),
  datetime: text((value) => {
    const [date, time, ...rest] = value.split(/[T ]/);
    const clock = (time ?? "").replace(/(Z|[+-]\d{2}:\d{2})$/, "");
    return rest.length === 0 && isDate(date ?? "") && isTime(clock);
  }, "is no date and time such as 2026-01-31T12:30:00Z"),
  time: text(isTime, "is no time such as 12:30:00"),
  uuid: text(
    (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
    "is no UUID such as 123e4567-e89b-42d3-a456-426614174000",
  ),
  email: text((value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), "is no e-mail address"),
  url: text(isWebAddress, "is no address that begins with http:// or https://"),
  slug: text(
    (value) => /^[-a-zA-Z0-9_]+$/.test(value),
    "holds more than letters, digits, `-` and `_`",
  ),
  json: () => null,
  choice: (value, { choices }) =>
    typeof value === "string" && choices.includes(value) ? null : "is none of the choices",
  reference: () => "cannot be written down: which row it means is known at run time alone",
  user: () => "cannot be written down: which user it means is known at run time alone",
};

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value.startsWith("0000")) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function isTime(value: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/.test(value);
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\/\S+$/i.test(value) && URL.canParse(value);
}
