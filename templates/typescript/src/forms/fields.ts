/**
 * One builder for each field type of the manifest: what a form, an action or an event takes for it,
 * whatever was sent. Nothing that its column refuses gets through.
 */
import { z } from "zod";
import { writeJson } from "#database/json";
import { timeZone } from "#project";
import { readLocal, writeLocal } from "#rows/local-time";
import { MAX_INT } from "#runtime/paths";
import { choiceLabel } from "./choice-labels.ts";
import { misfit } from "./decimals.ts";
import {
  anyText,
  field,
  isBlank,
  LINES,
  LONGEST,
  ONE_LINE,
  type Options,
  parsed,
  shortText,
} from "./field.ts";
import { readJson } from "./json-values.ts";

const WHOLE = /^[+-]?\d{1,30}$/;

const whole32 = (from: number, error: string) =>
  parsed(WHOLE, error, (text) => {
    const value = Number(text);
    return value >= from && value <= MAX_INT ? value : undefined;
  });

export function string<const O extends Options<string> & { maxLength?: number }>(options?: O) {
  return field(
    anyText(options?.maxLength).transform((text) => text.trim()),
    options,
  );
}

/** Many lines; they end with LF, however they were sent. */
export function text<const O extends Options<string> & { maxLength?: number }>(options?: O) {
  return field(
    z.preprocess(
      (value) => (typeof value === "string" ? LINES(value) : value),
      anyText(options?.maxLength),
    ),
    options,
    { asSent: LINES },
  );
}

export function integer<const O extends Options<number>>(options?: O) {
  const error = `Enter a whole number from ${-MAX_INT - 1} to ${MAX_INT}.`;
  return field(whole32(-MAX_INT - 1, error), options);
}

/** Up to 64 bits, as a JavaScript bigint. */
export function bigint<const O extends Options<bigint>>(options?: O) {
  const fits = (value: bigint) => BigInt.asIntN(64, value) === value;
  return field(
    parsed(WHOLE, "Enter a whole number of at most 64 bits.", (text) => {
      const value = BigInt(text.replace("+", ""));
      return fits(value) ? value : undefined;
    }),
    options,
  );
}

/** Sign, digits before the point without zeros at the start, digits after it. */
const DECIMAL = /^([+-]?)(?=\.?\d)0*((?:[1-9]\d*)?)(?:\.(\d*))?$/;

/** An exact decimal, kept as a string. */
export function decimal<
  const O extends Options<string> & { maxDigits: number; decimalPlaces: number },
>(options: O) {
  const { maxDigits, decimalPlaces } = options;
  return field(
    parsed(
      DECIMAL,
      (sent) => misfit(sent, maxDigits - decimalPlaces, decimalPlaces),
      (text) => {
        const [, sign, before = "", after = ""] = DECIMAL.exec(text) ?? [];
        if (before.length > maxDigits - decimalPlaces || after.length > decimalPlaces) return;
        return `${sign === "-" ? "-" : ""}${before || "0"}${after && `.${after}`}`;
      },
      LONGEST + maxDigits,
    ),
    options,
  );
}

/** A checkbox: absent means false. */
export function boolean<const O extends Options<boolean>>(options?: O) {
  const spellings = z.stringbool({
    truthy: ["true", "on", "1", "yes"],
    falsy: ["false", "off", "0", "no"],
    case: "sensitive",
    error: "Choose yes or no.",
  });
  const schema = z.preprocess((value) => {
    if (isBlank(value)) return "false";
    return typeof value === "boolean" ? String(value) : value;
  }, spellings);
  const off = options?.nullable ? "off" : "";
  const blank = options?.nullable ? isBlank : () => false;
  const words = (value: boolean) => (value ? "“Yes”" : "“No”");
  return field(schema, options, { toText: (value) => (value ? "on" : off), words, blank });
}

const isDay = (text: string) =>
  z.iso.date().safeParse(text).success && !text.startsWith("0000") ? text : undefined;

/** A day, `YYYY-MM-DD`. */
export function date<const O extends Options<string>>(options?: O) {
  return field(parsed(/^\d{4}-\d\d-\d\d$/, "Enter a date as YYYY-MM-DD.", isDay), options);
}

const OFFSET = /(Z|[+-]\d\d:\d\d)$/;

/** A moment. A text without an offset, as browsers send it, is read in the project's time zone. */
export function datetime<const O extends Options<Date>>(options?: O) {
  const read = (sent: string) => {
    const text = sent.replace(" ", "T");
    return OFFSET.test(text) ? new Date(text) : readLocal(text, timeZone);
  };
  const moment = parsed(
    /^\d{4}-\d\d-\d\d[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3}0{0,3})?)?(Z|[+-]\d\d:\d\d)?$/,
    (sent) =>
      isDay(sent.slice(0, 10)) && read(sent) === null
        ? `In ${timeZone} the clocks skip this time.`
        : "Enter a date and a time as YYYY-MM-DDTHH:MM.",
    (sent) => {
      const value = isDay(sent.slice(0, 10)) ? read(sent) : null;
      const year = value?.getUTCFullYear() ?? NaN;
      return value && year >= 1 && year <= 9999 ? value : undefined;
    },
  );
  const schema = z.preprocess(
    (value) => (value instanceof Date && isFinite(+value) ? value.toISOString() : value),
    moment,
  );
  return field(schema, options, { toText: (value) => writeLocal(value, timeZone) });
}

/** A time of day, `HH:MM` or `HH:MM:SS`. */
export function time<const O extends Options<string>>(options?: O) {
  return field(
    parsed(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/, "Enter a time as HH:MM.", (text) =>
      text.length === 5 ? `${text}:00` : text,
    ),
    options,
  );
}

export function uuid<const O extends Options<string>>(options?: O) {
  return field(
    parsed(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "Enter a UUID.", (text) =>
      text.toLowerCase(),
    ),
    options,
  );
}

const trimmed = (schema: z.ZodType<string>) =>
  z.preprocess((value) => (typeof value === "string" ? value.trim() : value), schema);

/** Inputs for addresses take blanks away by themselves. */
const ADDRESS = { asSent: (shown: string) => ONE_LINE(shown).trim() };

export function email<const O extends Options<string> & { maxLength?: number }>(options?: O) {
  const address = z.email({ error: "Enter an e-mail address." });
  return field(trimmed(anyText(options?.maxLength ?? 254).pipe(address)), options, ADDRESS);
}

/** A host's name has 253 characters at most; to read a longer one takes the square of its length. */
const hasShortHost = (text: string) =>
  (/^https?:[/\\]*([^/\\?#]*)/i.exec(text)?.[1]?.length ?? Infinity) <= 300;

/** An http or https address; `javascript:` and the like are refused. */
export function url<const O extends Options<string> & { maxLength?: number }>(options?: O) {
  const error = "Enter an address like https://…";
  const short = anyText(options?.maxLength ?? 2000).refine(hasShortHost, { error, abort: true });
  return field(trimmed(short.pipe(z.url({ protocol: /^https?$/, error }))), options, ADDRESS);
}

export function slug<const O extends Options<string> & { maxLength?: number }>(options?: O) {
  const words = anyText(options?.maxLength ?? 255).regex(/^[-a-zA-Z0-9_]+$/, {
    error: "Use only letters, digits, hyphens and underscores.",
  });
  return field(trimmed(words), options);
}

/** What is longer is shown without indentation, which could make it many times as long. */
const INDENTED = 10_000;

/** Any JSON, as text or as it is. */
export function json<const O extends Options<unknown>>(options?: O) {
  const schema = z.unknown().transform((value, context): unknown => {
    const [read, message] = readJson(value);
    if (message === null) return read;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
  // A column says with null that nothing is there.
  const blank = (value: unknown) =>
    isBlank(value) ||
    (typeof value === "string" && value.length < LONGEST && value.trim() === "null");
  const toText = (value: unknown) => {
    const compact = writeJson(value);
    return compact.length > INDENTED ? compact : writeJson(value, 2);
  };
  return field(schema, options, { toText, blank, asSent: LINES });
}

/** One of some texts, which may hold anything: blanks and line breaks too. */
export function choice<
  const C extends readonly [string, ...string[]],
  const O extends Options<C[number]> & { labels?: Readonly<Record<C[number], string>> },
>(choices: C, options?: O) {
  // Browsers send a line break as CRLF.
  const same = (text: string) => text.replaceAll("\r\n", "\n");
  const longest = 2 * Math.max(...choices.map((each) => each.length));
  const schema = z.unknown().transform((value, context) => {
    const sent = typeof value === "string" && value.length <= longest ? same(value) : null;
    const chosen =
      choices.find((each) => each === value) ?? choices.find((each) => same(each) === sent);
    if (chosen !== undefined) return chosen;
    context.addIssue({ code: "custom", message: "Choose one of the list." });
    return z.NEVER;
  }) as unknown as z.ZodType<C[number]>; // transform awaits what it infers
  const emptyIsNone = options?.nullable === true || !choices.includes("");
  const blank = (value: unknown) =>
    value === undefined || value === null || (value === "" && emptyIsNone);
  const words = shortText((value: C[number]) => choiceLabel(options?.labels ?? {}, value));
  return field(schema, options, { words, blank, asSent: LINES });
}

/** The id of a row of another table. */
export function reference<const O extends Options<number>>(options?: O) {
  // Its number says nothing to people.
  return field(whole32(1, "Choose one of the list."), options, { words: () => null });
}

/** The id of a user. */
export function user<const O extends Options<number>>(options?: O) {
  return reference(options);
}
