import { getTableName } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { formats } from "#formats";
import { dotted, hyphened, lookOf, PEOPLE, type TextPlace, WORDS } from "./sample-words.ts";

/** The values that a column of sample rows may have, each with a number from 0 on. */
export interface Supply {
  /** How many of them differ. */
  readonly size: number;
  /** The first is the usual one; the others are for when it is taken. */
  readonly hasUsual?: true;
  at(number: number): unknown;
}

/**
 * Values of the column's type that the form of its field takes, and that look like a demo's. Only
 * the looks depend on names.
 *
 * @param model the model's name, to speak of its rows
 * @param name the column's property
 */
export function supplyOf(table: PgTable, model: string, name: string, column: PgColumn): Supply {
  const { columnType, dataType, enumValues, default: preset } = column;
  if (enumValues?.length) return oneOf(enumValues);
  if (dataType === "boolean") {
    return { ...oneOf(preset === true ? [true, false] : [false, true]), hasUsual: true };
  }
  if (dataType === "string" && !OTHER_TEXTS.has(columnType)) {
    const { length = Infinity } = column as PgColumn & { length?: number };
    const format = formats[getTableName(table)]?.[name] ?? "text";
    return TEXTS[format]({ model, name, length });
  }
  return VALUES[columnType]?.(name, column) ?? BY_KIND[dataType]?.(name, column) ?? oneOf([null]);
}

/** Column types whose values are texts in code, and something else in the database. */
const OTHER_TEXTS = new Set(["PgDateString", "PgNumeric", "PgTime", "PgUUID"]);

const DAY = 86_400_000;
const endless = (at: (number: number) => unknown): Supply => ({ size: Infinity, at });
export const oneOf = (values: readonly unknown[]): Supply => ({
  size: values.length,
  at: (number) => values[number % values.length],
});

type Make = (name: string, column: PgColumn) => Supply;

const VALUES: Record<string, Make> = {
  PgBigInt64: () => endless((number) => BigInt(count(number)) * 1000n),
  PgDateString: (name) => endless((number) => day(name, number).toISOString().slice(0, 10)),
  PgInteger: (name) =>
    endless(/(^|_)year$/.test(name) ? (number) => 2020 + number : (number) => count(number)),
  PgJsonb: () => endless((number) => ({ color: WORDS.at(number).toLowerCase(), size: number + 1 })),
  PgNumeric: (_name, column) => decimals(column),
  PgTime: () => ({ size: 144 * 60, at: timeOfDay }),
  PgTimestamp: (name) => endless((number) => new Date(+day(name, number) + 9 * 3_600_000)),
  PgUUID: () => endless(() => crypto.randomUUID()),
};

/** For columns that no field of the manifest has. */
const BY_KIND: Record<string, Make | undefined> = {
  bigint: VALUES["PgBigInt64"],
  date: VALUES["PgTimestamp"],
  json: VALUES["PgJsonb"],
  number: VALUES["PgInteger"],
};

/** Odd numbers that are not in a row. */
function count(number: number): number {
  return 100 * Math.floor((number + 1) / 50) + 2 * (((number + 1) * 19) % 50) + 1;
}

/** Ends come after beginnings, and people were born some time ago. */
function day(name: string, number: number): Date {
  if (/birth|born/.test(name)) return new Date(Date.UTC(1990, 2, 14) + number * 97 * DAY);
  const later = /(^|_)(end|ends|until|due|expires|deadline)(_|$)/.test(name) ? 90 * DAY : 0;
  return new Date(Date.UTC(2026, 0, 5) + later + number * 3 * DAY);
}

/** Every ten minutes from eight o'clock on, with another second on each round of the clock. */
function timeOfDay(number: number): string {
  const seconds = (8 * 3600 + number * 600) % 86_400;
  return new Date((seconds + Math.floor(number / 144)) * 1000).toISOString().slice(11, 19);
}

const FRACTIONS = "924716380";

/** Never all nines, and no half: those are what the tests type in. */
function decimals(column: PgColumn): Supply {
  const { precision = 12, scale = 2 } = column as PgColumn & { precision?: number; scale?: number };
  const places = Math.min(precision - scale || scale, 4);
  const size = 10 ** places - 1;
  const digits = (number: number) => String(((number + 1) * 7) % size);
  if (scale === 0) return { size, at: digits };
  if (scale === precision) {
    return { size, at: (number) => `0.${digits(number).padStart(places, "0").padEnd(scale, "0")}` };
  }
  const fraction = (number: number) => FRACTIONS.charAt(Math.floor(number / size) % 9);
  return {
    size: size * FRACTIONS.length,
    at: (number) => `${digits(number)}.${fraction(number).padEnd(scale, "0")}`,
  };
}

const TEXTS: Record<"text" | "email" | "slug" | "url", (place: TextPlace) => Supply> = {
  text: (place) => fitting(place.length, [lookOf(place), (number) => WORDS.at(number)]),
  email: ({ length }) =>
    fitting(length, [(number) => `${dotted(PEOPLE.at(number))}@example.com`], "@b.co"),
  slug: (place) => fitting(place.length, [(number) => hyphened(lookOf(place)(number))]),
  url: ({ length }) =>
    fitting(length, [(number) => `https://example.com/${hyphened(WORDS.at(number))}`], "http://"),
};

/** Without the last letter, and without capitals: those are what the tests type in. */
const SIGNS = "abcdefghijklmnopqrstuvwxy";

/** The first of the looks that is short enough, else a code of a few signs. */
function fitting(length: number, looks: ((number: number) => string)[], around = ""): Supply {
  const room = Math.min(length - around.length, 4);
  const code = (number: number) => {
    let signs = "";
    for (let rest = number % SIGNS.length ** room; signs.length < room && (rest > 0 || !signs);) {
      signs = SIGNS.charAt(rest % SIGNS.length) + signs;
      rest = Math.floor(rest / SIGNS.length);
    }
    return around.startsWith("@") ? signs + around : around + signs;
  };
  return {
    size: looks.every((look) => look(0).length > length) ? SIGNS.length ** room : Infinity,
    at: (number) =>
      looks.map((look) => look(number)).find((text) => text.length <= length) ?? code(number),
  };
}
