import { describe, expect, it } from "vitest";
import { databaseError } from "../../templates/typescript/src/database/database-error.ts";
import { paginate } from "../../templates/typescript/src/rows/pagination.ts";
import { askedOf, backToList } from "../../templates/typescript/src/lists/address.ts";
import type { Field } from "../../templates/typescript/src/runtime/field.ts";
import * as fields from "../../templates/typescript/src/forms/fields.ts";
import { defineForm, readParams } from "../../templates/typescript/src/forms/form.ts";
import { sealsOf } from "../../templates/typescript/src/server/seals.ts";
import { readFrame } from "../../templates/typescript/src/dispatch/live-frames.ts";
import { isSameHost, safeNext, safeReferer } from "../../templates/typescript/src/dispatch/next.ts";
import { compilePath } from "../../templates/typescript/src/runtime/paths.ts";
import { excerpt } from "../../templates/typescript/src/templates/values.tsx";
import { isLinear } from "./support/growth.ts";

// One request must not stop the server: whatever reads what was sent takes no longer than its length
// explains. Measured as a ratio of CPU times, so that it holds on any machine.

const fill = (part: string, size: number) => part.repeat(Math.ceil(size / part.length));

/** Texts that make patterns go back and forth, each of about so many characters. */
const TEXTS: Record<string, (size: number) => string> = {
  "digits and a letter": (size) => `${fill("9", size)}x`,
  digits: (size) => fill("9", size),
  "zeros and a letter": (size) => `${fill("0", size)}x`,
  "a point within digits": (size) => `${fill("0", size / 2)}.${fill("0", size / 2)}x`,
  points: (size) => fill(".", size),
  "digits and points": (size) => fill("1.", size),
  signs: (size) => fill("+-", size),
  "blanks around nothing": (size) => fill(" ", size),
  "blanks around a letter": (size) => `${fill(" \t", size / 2)}x${fill("\n ", size / 2)}`,
  "blanks within": (size) => `x${fill(" ", size)}x`,
  "line breaks": (size) => fill("\r\n", size),
  "half line breaks": (size) => fill("\r", size),
  letters: (size) => fill("a", size),
  "letters and a sign": (size) => `${fill("a", size)}!`,
  "letters and hyphens": (size) => `${fill("a-", size)}!`,
  "one label of an address": (size) => `a@${fill("a", size)}`,
  "labels of an address": (size) => `a@${fill("a.", size)}`,
  "labels of an address and a digit": (size) => `a@${fill("ab.", size)}1`,
  "names before an at": (size) => `${fill("a.", size)}@`,
  "names of an address": (size) => `${fill("a+b'", size)}@a`,
  ats: (size) => fill("@", size),
  "two points of an address": (size) => `${fill("a..", size)}@a.example`,
  "a long host": (size) => `https://${fill("a.", size)}example`,
  "a host of one label": (size) => `https://${fill("a", size)}.example`,
  "a host of foreign letters": (size) => `https://${fill("ü", size)}.example`,
  "a host of many alphabets": (size) => `https://${fill("aüд漢.", size)}example`,
  "a host in punycode": (size) => `https://xn--${fill("a1", size)}.example`,
  "a host of digits": (size) => `https://${fill("1.", size)}1`,
  "a host of colons": (size) => `https://[${fill(":0", size)}]`,
  "a path of steps up": (size) => `https://a.example/${fill("../", size)}`,
  "a path of steps down and up": (size) => `/${fill("a/../", size)}`,
  "a path of slashes": (size) => fill("/", size),
  "a path of percents": (size) => `/${fill("%", size)}`,
  "a path of signs": (size) => `/${fill("<>\"'`{}", size)}`,
  "many users of an address": (size) => `https://${fill("a:@", size)}a.example`,
  "many schemes": (size) => fill("http:", size),
  "a day and more": (size) => `2024-01-01${fill("0", size)}`,
  "a moment with many places": (size) => `2024-01-01T00:00:00.${fill("0", size)}Z`,
  "days without end": (size) => fill("2024-", size),
  colons: (size) => fill("00:", size),
  "hexadecimal digits": (size) => fill("a0eebc99-", size),
  "yes without end": (size) => fill("true", size),
  "lists in lists": (size) => fill("[", size),
  "lists in lists, closed": (size) => `${fill("[", size / 2)}${fill("]", size / 2)}`,
  "objects in objects": (size) => fill('{"a":', size),
  "a list of numbers": (size) => `[${fill("0,", size)}0]`,
  "a list of escapes": (size) => `["${fill("\\u0001", size)}"]`,
  "a list of backslashes": (size) => `["${fill("\\\\", size)}"]`,
  "many keys": (size) => `{${Array.from({ length: size / 10 }, (_, n) => `"k${n}":1`).join()}}`,
  "one key many times": (size) => `{${fill('"a":1,', size)}"a":1}`,
  "prototype keys": (size) => `{${fill('"__proto__":1,', size)}"a":1}`,
  NUL: (size) => fill("\0", size),
  emojis: (size) => fill("😀", size),
  "half emojis": (size) => fill("\ud83d", size),
  accents: (size) => `a${fill("\u0301", size)}`,
  brackets: (size) => fill("(", size),
  "brackets, closed": (size) => `${fill("(a)", size)}=`,
  commas: (size) => fill(",", size),
  entities: (size) => fill("&lt;", size),
};

/** What comes in as JSON need not be a text. */
const VALUES: Record<string, (size: number) => unknown> = {
  "a list of numbers": (size) => Array.from({ length: size / 2 }, () => 0),
  "a list of texts": (size) => Array.from({ length: size / 4 }, () => "a"),
  "a list of lists": (size) => Array.from({ length: size / 3 }, () => []),
  "an object of many keys": (size) =>
    Object.fromEntries(Array.from({ length: size / 10 }, (_, n) => [`k${n}`, 1])),
  "lists in lists": (size) => JSON.parse(`${fill("[", size / 2)}${fill("]", size / 2)}`) as unknown,
};

/** One of each builder, bounded like the manifest's defaults, and again without a bound of its own. */
const BUILDERS: { [Name in keyof typeof fields]: Field<unknown>[] } = {
  string: [fields.string({ maxLength: 255 }), fields.string()],
  text: [fields.text({ maxLength: 1000 }), fields.text()],
  integer: [fields.integer()],
  bigint: [fields.bigint()],
  decimal: [
    fields.decimal({ maxDigits: 12, decimalPlaces: 2 }),
    fields.decimal({ maxDigits: 1000, decimalPlaces: 999 }),
  ],
  boolean: [fields.boolean(), fields.boolean({ nullable: true })],
  date: [fields.date()],
  datetime: [fields.datetime()],
  time: [fields.time()],
  uuid: [fields.uuid()],
  email: [fields.email({ maxLength: 254 }), fields.email(), fields.email({ maxLength: 1e9 })],
  url: [fields.url({ maxLength: 200 }), fields.url(), fields.url({ maxLength: 1e9 })],
  slug: [fields.slug({ maxLength: 50 }), fields.slug(), fields.slug({ maxLength: 1e9 })],
  json: [fields.json()],
  choice: [fields.choice(["a", "b"]), fields.choice(manyChoices())],
  reference: [fields.reference()],
  user: [fields.user()],
};

function manyChoices(): [string, ...string[]] {
  return ["a", ...Array.from({ length: 500 }, (_, n) => `choice\n${n}`)];
}

/** Reads a value, and shows what came of it. */
const readAll = (all: readonly Field<unknown>[]) => (value: unknown) => {
  for (const field of all) {
    const { success, data } = field.schema.safeParse(value);
    if (success) field.toText(data);
  }
};

describe("a field takes no longer than its input is long", () => {
  it.each(Object.entries(BUILDERS))(
    "%s",
    (_name, all) => {
      const slow = Object.entries({ ...TEXTS, ...VALUES })
        .filter(([, make]) => !isLinear(make, readAll(all)))
        .map(([what]) => what);
      expect(slow).toEqual([]);
    },
    120_000,
  );
});

const shape = { name: fields.string({ maxLength: 80 }), note: fields.text(), data: fields.json() };
const form = defineForm(shape);
const paths = ["int", "str", "slug", "uuid"].map((kind) => compilePath(`/<${kind}:x>/`));
const quiet = (work: () => unknown) => {
  try {
    work();
  } catch {
    // A refusal takes its time, too.
  }
};

const ORDERED = { sortable: ["name"], usualSort: "" };

/** Everything else that runs a pattern on what was sent. */
const READERS: Record<string, (text: string) => unknown> = {
  "a form": (text) => form.read({ name: text, note: text, data: text }),
  "the params of an event": (text) => quiet(() => readParams(shape, { name: text, [text]: 1 })),
  "a frame": (text) => quiet(() => readFrame(text, sealsOf("a secret"))),
  "a place to go on to": (text) => safeNext(text),
  "a place to go on to, after a slash": (text) => safeNext(`/${text}`),
  "a Referer": (text) => safeReferer(`http://a.example/${text}`, "a.example"),
  "an Origin": (text) => isSameHost(text, "a.example"),
  "a path's parameter": (text) => paths.map(({ parse }) => quiet(() => parse({ x: text }))),
  "a number of a page": (text) => paginate({ page: text }, async () => []),
  "the address of a list": (text) =>
    askedOf({ path: "/", query: { _page: text, _sort: text, _size: text } }, ORDERED),
  "what is carried from a list": (text) => backToList({ query: { _list: text } }, "/"),
  "an excerpt": (text) => excerpt(text),
  "an error of the database": (text) =>
    databaseError(Object.assign(new Error(), { code: "23505", detail: text })),
};

describe("what reads a request takes no longer than the request is long", () => {
  it.each(Object.entries(READERS))(
    "%s",
    (_name, read) => {
      const slow = Object.entries(TEXTS)
        .filter(([, make]) => !isLinear(make, (text) => void read(text as string)))
        .map(([what]) => what);
      expect(slow).toEqual([]);
    },
    120_000,
  );
});

describe("the measurement itself", () => {
  it.each(["digits and a letter", "zeros and a letter"])(
    "finds a pattern that goes back and forth, on %s",
    (what) => {
      const pattern = /^[+-]?(\d+\.?\d*|\.\d+)$/;
      const make = TEXTS[what] ?? String;
      expect(isLinear(make, (text) => void pattern.test(text as string))).toBe(false);
    },
  );

  it("does not mind work that is slow, but linear", () => {
    const work = (text: unknown) => void JSON.stringify([...(text as string)]);
    expect(isLinear((size) => fill("a", size), work)).toBe(true);
  });
});
