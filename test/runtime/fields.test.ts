import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Invalid } from "../../templates/typescript/src/runtime/errors.ts";
import type { Field } from "../../templates/typescript/src/runtime/field.ts";
import * as fields from "../../templates/typescript/src/forms/fields.ts";
import { defineForm, readParams } from "../../templates/typescript/src/forms/form.ts";

const parse = (field: Field<unknown>, value: unknown) => {
  const result = field.schema.safeParse(value);
  return result.success ? { is: result.data } : { error: result.error.issues[0]?.message };
};

const decimal = fields.decimal({ maxDigits: 6, decimalPlaces: 2 });
const colour = fields.choice(["red", "it's `blue`"]);
const lines = fields.choice(["a\nb", " ", "__proto__"]);

const longHost = `https://${"a.".repeat(500)}example/`;
const deep = (levels: number): unknown => (levels === 1 ? [] : [deep(levels - 1)]);

it("a choice is said in its label's words, and a value that is none by itself", () => {
  const labels = { draft: "Draft", in_review: "Waiting for review" };
  const state = fields.choice(["draft", "in_review"], { labels });
  expect(state.toWords("in_review")).toBe("“Waiting for review”");
  expect([state.toWords("lost"), state.toWords("constructor")]).toEqual([
    "“lost”",
    "“constructor”",
  ]);
  expect(state.toText("in_review")).toBe("in_review");
});

describe("a field accepts", () => {
  it.each<[string, Field<unknown>, unknown, unknown]>([
    ["text, trimmed", fields.string(), "  a ", "a"],
    ["many lines with LF", fields.text(), "a\r\nb", "a\nb"],
    ["whole numbers as text", fields.integer(), "-12", -12],
    ["whole numbers as numbers", fields.integer(), 2147483647, 2147483647],
    ["64 bits", fields.bigint(), "9223372036854775807", 9223372036854775807n],
    ["decimals as exact text", decimal, "0012.50", "12.50"],
    ["decimals below one", decimal, "-.5", "-0.5"],
    ["a ticked checkbox", fields.boolean(), "on", true],
    ["an absent checkbox", fields.boolean(), undefined, false],
    ["no answer", fields.boolean({ nullable: true }), "", null],
    ["days", fields.date(), "2024-02-29", "2024-02-29"],
    ["moments as UTC", fields.datetime(), "2024-05-06T07:08", new Date("2024-05-06T07:08:00Z")],
    ["offsets", fields.datetime(), "2024-05-06T07:08+02:00", new Date("2024-05-06T05:08:00Z")],
    ["times", fields.time(), "07:08", "07:08:00"],
    [
      "UUIDs",
      fields.uuid(),
      "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
      "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
    ],
    ["e-mail", fields.email(), " a@b.example ", "a@b.example"],
    ["addresses", fields.url(), "https://a.example/x?y", "https://a.example/x?y"],
    ["slugs", fields.slug(), "a-b_1", "a-b_1"],
    ["JSON as text", fields.json(), '{"a":[1]}', { a: [1] }],
    ["JSON of 32 levels", fields.json(), `${"[".repeat(32)}${"]".repeat(32)}`, deep(32)],
    ["many zeros before a decimal", decimal, `-${"0".repeat(80)}1.50`, "-1.50"],
    ["decimals that end in a point", decimal, "5.", "5"],
    ["decimals that are all zeros", decimal, "000.", "0"],
    ["choices with any text", colour, "it's `blue`", "it's `blue`"],
    ["choices whose line breaks a browser changed", lines, "a\r\nb", "a\nb"],
    ["choices that are blank", lines, " ", " "],
    ["choices called as a prototype", lines, "__proto__", "__proto__"],
    ["ids", fields.reference(), "5", 5],
    ["nothing, when null is allowed", fields.integer({ nullable: true }), "  ", null],
  ])("%s", (_what, field, value, expected) => {
    expect(parse(field, value)).toEqual({ is: expected });
  });
});

describe("a field refuses", () => {
  it.each<[string, Field<unknown>, unknown]>([
    ["nothing", fields.string(), "   "],
    ["NUL", fields.string(), "a\0b"],
    ["NUL in many lines", fields.text(), "a\0b"],
    ["too much text", fields.string({ maxLength: 3 }), "abcd"],
    ["an object for text", fields.string(), { toString: "x" }],
    ["a list for text", fields.string(), ["a", "b"]],
    ["what int32 cannot hold", fields.integer(), "2147483648"],
    ["fractions", fields.integer(), "1.5"],
    ["exponents", fields.integer(), "1e3"],
    ["NaN", fields.integer(), Number.NaN],
    ["true as a number", fields.integer(), true],
    ["65 bits", fields.bigint(), "9223372036854775808"],
    ["too many digits", decimal, "12345.00"],
    ["half a character", fields.text(), "a\ud83d"],
    ["half a character inside JSON", fields.json(), '["\\ud83d"]'],
    ["no JSON at all, which a column could not tell from nothing", fields.json(), " null "],
    ["a number of JSON that would fill pages", fields.json(), "[1e131071]"],
    ["a moment finer than a thousandth of a second", fields.datetime(), "2024-01-01T00:00:00.0001"],
    ["too many places", decimal, "1.234"],
    ["infinity", decimal, "Infinity"],
    ["a point alone", decimal, "."],
    ["a sign alone", decimal, "-"],
    ["two points", decimal, "1.2.3"],
    ["more zeros than anybody means", decimal, "0".repeat(10_000)],
    ["an address with a host that no name server has", fields.url(), longHost],
    ["other words than yes and no", fields.boolean(), "maybe"],
    ["the 30th of February", fields.date(), "2024-02-30"],
    ["the year 0", fields.date(), "0000-01-01"],
    ["a moment on no day", fields.datetime(), "2023-02-29T00:00"],
    ["hour 24", fields.time(), "24:00"],
    ["half a UUID", fields.uuid(), "a0eebc99-9c0b"],
    ["no e-mail", fields.email(), "a@"],
    ["a script for an address", fields.url(), "javascript:alert(1)"],
    ["spaces in a slug", fields.slug(), "a b"],
    ["broken JSON", fields.json(), "{"],
    ["NUL inside JSON", fields.json(), '{"a":["\\u0000"]}'],
    ["NUL in a key of JSON", fields.json(), '{"\\u0000":1}'],
    ["JSON of 33 levels, as text", fields.json(), `${"[".repeat(33)}${"]".repeat(33)}`],
    ["JSON of 100,000 levels", fields.json(), `${"[".repeat(1e5)}${"]".repeat(1e5)}`],
    ["another choice", colour, "green"],
    ["a prototype's name for a choice", colour, "constructor"],
    ["id 0", fields.reference(), "0"],
    ["an id by injection", fields.reference(), "1 OR 1=1"],
  ])("%s", (_what, field, value) => {
    const { error } = parse(field, value) as { error: string };
    expect(error).toMatch(/^[A-Z].*[.…]$/);
  });
});

it.each([
  ["1,5", "Write 1.5 with a point."],
  ["-0,25", "Write -0.25 with a point."],
  ["1.234,5", "Write 1234.5 with a point."],
  ["1,234.5", "Write 1234.5 with a point."],
  ["1,234", "Write 1.234 with a point, or 1234 without a comma."],
  ["1,234,567", "Write 1234567, without commas."],
  ["1.234", "Use at most 2 digits after the point: nothing is rounded."],
  ["12345.6", "Use at most 4 digits before the point."],
  ["a lot", "Enter a number, like 1.5."],
])("a decimal %s is refused and explained", (text, error) => {
  expect(parse(decimal, text)).toEqual({ error });
});

it("a decimal without places is a whole number", () => {
  const whole = fields.decimal({ maxDigits: 4, decimalPlaces: 0 });
  expect(parse(whole, "1.5")).toEqual({ error: "Enter a whole number, without a point." });
  expect(parse(whole, "15")).toEqual({ is: "15" });
});

it.each([
  ["Latin", "a"],
  ["Han", "漢"],
  ["Gothic", "\u{10330}"],
  ["emoji", "\u{1f680}"],
  ["combining", "é"],
])("200,000 characters of %s are a text, and one more is too long", (_script, unit) => {
  const field = fields.text({ maxLength: 200_000 });
  const text = [...unit.repeat(200_000)].slice(0, 200_000).join("");
  expect(parse(field, text)).toEqual({ is: text });
  expect(parse(field, `${text}b`)).toEqual({ error: "Use at most 200000 characters." });
});

it("JSON keeps the digits that a double would lose", () => {
  const { toText } = fields.json();
  const text = '{\n  "a": 1e400,\n  "b": 9007199254740993,\n  "c": "1e400"\n}';
  expect(toText((parse(fields.json(), text) as { is: unknown }).is)).toBe(text);
});

it("JSON is shown with indentation, unless it would grow to many times its length", () => {
  const { toText } = fields.json();
  expect(toText({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
  const wide = Array.from({ length: 10_000 }, () => [[[[0]]]]);
  expect(toText(wide)).toBe(JSON.stringify(wide));
});

it("no field throws, whatever is sent", () => {
  const all = [
    fields.string(),
    fields.text(),
    fields.integer(),
    fields.bigint(),
    decimal,
    fields.boolean(),
    fields.date(),
    fields.datetime(),
    fields.time(),
    fields.uuid(),
    fields.email(),
    fields.url(),
    fields.slug(),
    fields.json(),
    colour,
    fields.reference(),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.anything(), (field, value) => {
      const result = field.schema.safeParse(value);
      if (result.success) expect(typeof field.toText(result.data)).toBe("string");
    }),
    { numRuns: 5000 },
  );
});

describe("a form", () => {
  const BoxForm = defineForm({
    name: fields.string({ maxLength: 5 }),
    count: fields.integer({ default: 3 }),
    open: fields.boolean(),
    note: fields.text({ nullable: true }),
    shelf_id: fields.reference(),
  });

  it("shows its defaults, then what is preset", () => {
    const { raw, valid } = BoxForm.empty({ shelf_id: 9 });
    expect(raw).toEqual({ name: "", count: "3", open: "", note: "", shelf_id: "9" });
    expect(valid).toBe(false);
  });

  it("shows a row", () => {
    const row = { name: "a", count: 0, open: true, note: null, shelf_id: 2 };
    const { raw } = BoxForm.fill(row);
    expect(raw).toEqual({ name: "a", count: "0", open: "on", note: "", shelf_id: "2" });
  });

  it("reads a browser's body, takes only its own fields, and prefers what is preset", async () => {
    const body = { name: "a", count: "4", open: "on", note: "", shelf_id: "66", id: "1" };
    const form = await BoxForm.read(body, { shelf_id: 2 });
    expect(form.valid).toBe(true);
    expect(form.values).toEqual({ name: "a", count: 4, open: true, note: null, shelf_id: 2 });
  });

  it("says everything that is wrong and keeps what was typed", async () => {
    const form = await BoxForm.read({ name: "too long", count: "x", open: ["on", "on"] });
    expect(form.valid).toBe(false);
    expect(form.errors).toEqual({
      name: "Use at most 5 characters.",
      count: "Enter a whole number from -2147483648 to 2147483647.",
      open: "Choose yes or no.",
      shelf_id: "Fill this in.",
    });
    expect(form.raw).toEqual({ name: "too long", count: "x", open: "", note: "", shelf_id: "" });
    expect(() => form.values).toThrow("not valid");
  });

  it("is not fooled by keys of a prototype", async () => {
    const body = JSON.parse('{"__proto__":{"name":"a"},"constructor":"b"}') as object;
    const form = await BoxForm.read(body as Record<string, unknown>);
    expect(form.errors.name).toBe("Fill this in.");
  });
});

describe("the params of an event", () => {
  const shape = { member_id: fields.integer(), role: fields.choice(["member", "admin"]) };

  it("may come as JSON or as a form's text", () => {
    const values = { member_id: 5, role: "admin" };
    expect(readParams(shape, values)).toEqual(values);
    expect(readParams(shape, { ...values, member_id: "5" })).toEqual(values);
  });

  it.each([
    [{ member_id: 5, role: "admin", is_admin: true }, "Unknown parameter."],
    [{ member_id: "abc", role: "admin" }, /^member_id: Enter a whole number/],
    [{ member_id: { $gt: 0 }, role: "admin" }, /^member_id/],
    [{ role: "admin" }, "member_id: Fill this in."],
    [JSON.parse('{"member_id":1,"role":"admin","__proto__":{}}') as object, "Unknown parameter."],
  ])("refuse %j", (input, message) => {
    const read = () => readParams(shape, input as Record<string, unknown>);
    expect(read).toThrow(Invalid);
    expect(read).toThrow(message);
  });
});
