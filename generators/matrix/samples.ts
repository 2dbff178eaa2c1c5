import type { LongField, LongParam } from "../../schema/manifest.types.ts";
import type { Input } from "./matrix.ts";

type Sampled = Pick<LongField, "type" | "max_length" | "choices" | "max_digits" | "decimal_places">;

/** A valid value of a model's field; null where it is the id of a row. */
export function fieldInput({ type, ...field }: LongField): Input | null {
  if (type === "user" || type === "reference") return null;
  return { value: VALUES[type]({ type, ...field }) };
}

/** A valid value of an action's or event's input; null where it is the id of a row. */
export function paramInput({ type, ...param }: LongParam): Input | null {
  if (type === "user" || type === "reference") return null;
  return { value: VALUES[type]({ type, ...param }) };
}

/** A value that a path parameter with this converter takes. */
export function pathInput(converter: string): Input {
  return { value: PATH_VALUES[converter] };
}

const UUID = "7f1c2f0e-58a6-4b3f-9d55-0f3c1a2b4c5d";

const PATH_VALUES: Readonly<Record<string, unknown>> = {
  int: 1,
  str: "sample",
  slug: "sample",
  uuid: UUID,
};

/**
 * A valid value that no sample row of the generated tests has: where there is little room, theirs
 * are without capitals, without a last letter, and never all nines.
 */
const VALUES: Readonly<
  Record<Exclude<LongField["type"], "reference" | "user">, (field: Sampled) => unknown>
> = {
  string: text,
  text,
  slug: fitting("changed-slug", "Changed"),
  email: fitting("changed@example.com", "z@b.co"),
  url: fitting("https://example.com/changed", "http://z"),
  integer: () => 4242,
  bigint: () => "9007199254740993",
  decimal: ({ max_digits: digits = 12, decimal_places: places = Math.min(2, digits) }) =>
    decimal(digits, places),
  boolean: () => true,
  date: () => "2001-02-03",
  datetime: () => "2001-02-03T04:05",
  time: () => "13:45",
  uuid: () => UUID,
  json: () => ({ changed: true }),
  choice: (field) => choicesOf(field).at(-1) ?? "",
};

/** The values of a choice, written as a list or as a map to their labels. */
export function choicesOf({ choices = [] }: Pick<LongField, "choices">): string[] {
  return Array.isArray(choices) ? choices : Object.keys(choices);
}

/** A form takes blanks away from both ends. */
function text({ max_length: longest = Infinity }: Sampled): string {
  return "Changed text".slice(0, longest).trim();
}

/** The long text where there is room for it, else as much of the short one as fits. */
function fitting(long: string, short: string) {
  return ({ max_length: longest = Infinity }: Sampled): string =>
    long.length <= longest ? long : short.slice(0, longest);
}

function decimal(digits: number, places: number): string {
  const before = digits - places;
  if (before === 0) return `0.${"9".repeat(places)}`;
  if (places === 0) return "9".repeat(Math.min(before, 4));
  return `4.${"5".padEnd(places, "0")}`;
}
