/** What the fields in `fields.ts` are made with: checks by zod, and what is the same for all. */
import { z } from "zod";

/**
 * One input: of a form, an action or an event. Texts and JSON values are both accepted, because a
 * browser sends everything as text.
 */
export interface Field<V> {
  readonly schema: z.ZodType<V>;
  readonly default: V | undefined;
  /** The value as an input shows it; "" for null. */
  readonly toText: (value: unknown) => string;
  /** The value inside a sentence; null: too long for one, or no words of its own. */
  readonly toWords: (value: unknown) => string | null;
}

export type Shape = Readonly<Record<string, Field<unknown>>>;

/** The values that a shape's fields yield. */
export type ValuesOf<S extends Shape> = {
  -readonly [Name in keyof S]: S[Name] extends Field<infer V> ? V : never;
};

export interface Options<V> {
  nullable?: boolean;
  default?: V | null;
}
export type Maybe<V, O> = O extends { nullable: true } ? V | null : V;

const REQUIRED = "Fill this in.";

export const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === "string" && value.trim() === "");
export const plainText = (value: unknown) => String(value);

/** As long as it fits into a sentence. */
const shortText =
  <V>(toText: (value: V) => string) =>
  (value: V) => {
    const text = toText(value);
    return text.length > 80 || text.includes("\n") ? null : `“${text}”`;
  };

/** A field of a schema for what is there; `blank` says what counts as not there. */
export function field<V, O extends Options<V>>(
  schema: z.ZodType<V>,
  options: O | undefined,
  toText: (value: V) => string = plainText,
  blank: (value: unknown) => boolean = isBlank,
  words: (value: V) => string | null = shortText(toText),
): Field<Maybe<V, O>> {
  const whole = z.preprocess(
    (value) => (blank(value) ? null : value),
    options?.nullable
      ? schema.nullable()
      : z.custom((value) => value !== null, { error: REQUIRED, abort: true }).pipe(schema),
  );
  return {
    schema: whole as unknown as z.ZodType<Maybe<V, O>>,
    default: options?.default as Maybe<V, O> | undefined,
    toText: (value) => (value === null || value === undefined ? "" : toText(value as V)),
    toWords: (value) => (value === null || value === undefined ? "empty" : words(value as V)),
  };
}

/**
 * Text without NUL, which PostgreSQL cannot store. What is too long is looked at no further: neither
 * the checks that follow nor a pattern gets to see it.
 */
export const anyText = (maxLength = Infinity) =>
  z
    .string({ error: "Enter text." })
    .refine((text) => isAtMost(text, maxLength), {
      error: `Use at most ${maxLength} characters.`,
      abort: true,
    })
    .refine((text) => !text.includes("\0"), {
      error: "Take the NUL character out.",
      abort: true,
    });

/** A character may take two places of a text, so most texts need not be taken apart to count them. */
function isAtMost(text: string, maxLength: number): boolean {
  return (
    text.length <= maxLength || (text.length <= 2 * maxLength && [...text].length <= maxLength)
  );
}

/** More than a number, a date or the like can need, with blanks around it. */
export const LONGEST = 100;

/**
 * A text of one of several forms, turned into a value. The pattern gets to see `longest` characters
 * at most, whatever was sent.
 */
export function parsed<V>(
  pattern: RegExp,
  error: string,
  convert: (text: string) => V | undefined,
  longest = LONGEST,
) {
  return z.unknown().transform((value, context): V => {
    const text = typeof value === "number" || typeof value === "bigint" ? String(value) : value;
    const short = typeof text === "string" && text.length <= longest ? text.trim() : null;
    const result = short !== null && pattern.test(short) ? convert(short) : undefined;
    if (result !== undefined) return result;
    context.addIssue({ code: "custom", message: error });
    return z.NEVER;
  });
}
