/** What the fields in `fields.ts` are made with: checks by zod, and what is the same for all. */
import { z } from "zod";
import type { Field } from "#runtime/field";

export interface Options<V> {
  nullable?: boolean;
  default?: V | null;
}
export type Maybe<V, O> = O extends { nullable: true } ? V | null : V;

const REQUIRED = "Fill this in.";

export const isBlank = (value: unknown) =>
  value === undefined || value === null || (typeof value === "string" && value.trim() === "");
export const plainText = (value: unknown) => String(value);

/** An input of one line drops the line breaks of what it shows. */
export const ONE_LINE = (shown: string) => shown.replaceAll(/[\r\n]/g, "");
/** Many lines come back with other line breaks, whatever they had. */
export const LINES = (text: string) => text.replaceAll(/\r\n?/g, "\n");

/** As long as it fits into a sentence. */
export const shortText =
  <V>(toText: (value: V) => string) =>
  (value: V) => {
    const text = toText(value);
    return text.length > 80 || text.includes("\n") ? null : `“${text}”`;
  };

/** How a field's type differs from most. */
interface Manner<V> {
  toText?: (value: V) => string;
  /** The value inside a sentence, or null. */
  words?: (value: V) => string | null;
  /** What counts as not there. */
  blank?: (value: unknown) => boolean;
  /** What an input makes of the text that it shows. */
  asSent?: (shown: string) => string;
}

/** A field of a schema for what is there. */
export function field<V, O extends Options<V>>(
  schema: z.ZodType<V>,
  options: O | undefined,
  {
    toText = plainText,
    words = shortText(toText),
    blank = isBlank,
    asSent = ONE_LINE,
  }: Manner<V> = {},
): Field<Maybe<V, O>> {
  // Where an empty text is the default, it is an answer.
  const isAnswer = (value: unknown) => value === "" && options?.default === value;
  const whole = z.preprocess(
    (value) => (blank(value) && !isAnswer(value) ? null : value),
    options?.nullable
      ? schema.nullable()
      : z.custom((value) => value !== null, { error: REQUIRED, abort: true }).pipe(schema),
  );
  const shown = (value: unknown) =>
    value === null || value === undefined ? "" : toText(value as V);
  return {
    schema: whole as unknown as z.ZodType<Maybe<V, O>>,
    default: options?.default as Maybe<V, O> | undefined,
    toText: shown,
    toWords: (value) => (value === null || value === undefined ? "empty" : words(value as V)),
    isUntouched: (sent, value) => sent === shown(value) || LINES(sent) === asSent(shown(value)),
  };
}

/** Half of a pair that makes one character, which is no character of UTF-8. */
export const HALF = /\p{Surrogate}/u;

/**
 * Text that PostgreSQL can store: without NUL and half characters. What is too long is looked at no
 * further: neither the checks that follow nor a pattern gets to see it.
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
    })
    .refine((text) => !HALF.test(text), {
      error: "Take the broken character out.",
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
  error: string | ((text: string) => string),
  convert: (text: string) => V | undefined,
  longest = LONGEST,
) {
  return z.unknown().transform((value, context): V => {
    const text = typeof value === "number" || typeof value === "bigint" ? String(value) : value;
    const short = typeof text === "string" && text.length <= longest ? text.trim() : null;
    const result = short !== null && pattern.test(short) ? convert(short) : undefined;
    if (result !== undefined) return result;
    const message = typeof error === "string" ? error : error(short ?? "");
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}
