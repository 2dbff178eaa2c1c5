/** What is sent to a door, value by value: the shape of a form, an action or an event. */
import type { z } from "zod";

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
  /** Whether a browser sends this for the value when nobody has touched the input. */
  readonly isUntouched: (sent: string, value: unknown) => boolean;
}

export type Shape = Readonly<Record<string, Field<unknown>>>;

/** The values that a shape's fields yield. */
export type ValuesOf<S extends Shape> = {
  -readonly [Name in keyof S]: S[Name] extends Field<infer V> ? V : never;
};
