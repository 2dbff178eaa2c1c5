import fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { SpireError } from "../../../schema/errors.ts";
import type { EditMap, EditValue } from "../../../schema/edit/emit.ts";
import { insertPair } from "../../../schema/edit/insert.ts";

function insert(lines: string[], path: string[], key: string, value: EditValue): string[] {
  return insertPair(lines.join("\n"), path, key, value).split("\n");
}

describe("adding to a map of lines", () => {
  test("puts the new pair after the last one and keeps the comments that belong to that", () => {
    const lines = ["a:", "  one: { k: 1 }", "  # about one", "", "b: 2", ""];
    expect(insert(lines, ["a"], "two", { k: 2 })).toEqual([
      "a:",
      "  one: { k: 1 }",
      "  # about one",
      "  two: { k: 2 }",
      "",
      "b: 2",
      "",
    ]);
  });

  test("leaves a blank line where the siblings have one", () => {
    const lines = ["a:", "  one:", "    k: 1", "", "  # the second", "  two:", "    k: 2", ""];
    expect(insert(lines, ["a"], "three", { k: 3 }).slice(-4)).toEqual([
      "",
      "  three:",
      "    k: 3",
      "",
    ]);
  });

  test("writes braces where the siblings do and lines where they do not", () => {
    expect(insert(["a:", "  x: { k: 1 }", ""], ["a"], "y", { k: 2 })[2]).toBe("  y: { k: 2 }");
    expect(insert(["a:", "  x:", "    k: 1", ""], ["a"], "y", { k: 2 })[3]).toBe("  y:");
  });

  test("follows the indentation and the quotes of the text", () => {
    const lines = ["a:", "    x:", "        k: 'one'", ""];
    expect(insert(lines, ["a"], "y", { k: "two" }).slice(3, 5)).toEqual([
      "    y:",
      "        k: 'two'",
    ]);
  });

  test("keeps Windows line ends", () => {
    const text = "a:\r\n  x: 1\r\nb: 2\r\n";
    expect(insertPair(text, ["a"], "y", 2)).toBe("a:\r\n  x: 1\r\n  y: 2\r\nb: 2\r\n");
  });

  test("adds a line end to a last line that has none", () => {
    expect(insertPair("a:\n  x: 1", ["a"], "y", 2)).toBe("a:\n  x: 1\n  y: 2");
  });

  test("does not write into a block scalar", () => {
    const lines = ["a:", "  x: |+", "    text", "", "b: 1", ""];
    const edited = insertPair(lines.join("\n"), ["a"], "y", 2);
    expect(parse(edited)).toEqual({ a: { x: "text\n\n", y: 2 }, b: 1 });
  });
});

describe("adding to a map in braces", () => {
  test("adds behind the last pair", () => {
    expect(insertPair("a: { x: 1 } # c\n", ["a"], "y", "z")).toBe("a: { x: 1, y: z } # c\n");
    expect(insertPair("a: {x: 1,}\n", ["a"], "y", { k: 1 })).toBe("a: {x: 1, y: {k: 1},}\n");
  });

  test("adds a line where each pair has one, and the comma that was missing", () => {
    const lines = ["a: {", "  x: 1 # one", "}", ""];
    expect(insert(lines, ["a"], "y", 2)).toEqual(["a: {", "  x: 1, # one", "  y: 2", "}", ""]);
  });
});

describe("adding where nothing is yet", () => {
  test("makes the maps on the way", () => {
    expect(insert(["a:", "  x: 1", ""], ["a", "views"], "list", { kind: "list" })).toEqual([
      "a:",
      "  x: 1",
      "  views:",
      "    list: { kind: list }",
      "",
    ]);
  });

  test("takes the place of an empty value and keeps the comment beside it", () => {
    expect(insertPair("a: {} # c\nb: 1\n", ["a"], "x", 1)).toBe("a: # c\n  x: 1\nb: 1\n");
    expect(insertPair("a: # c\nb: 1\n", ["a"], "x", 1)).toBe("a: # c\n  x: 1\nb: 1\n");
    expect(insertPair("a: null\n", ["a"], "x", 1)).toBe("a:\n  x: 1\n");
    expect(insertPair("a: { b: }\n", ["a", "b"], "x", 1)).toBe("a: { b: { x: 1 } }\n");
  });
});

test.each([
  ["a key that is there already", "a: { x: 1 }\n", "E_ALREADY_EXISTS"],
  ["a value that is no map", "a: [1]\n", "E_CANNOT_EDIT"],
  ["an alias", "b: &m { k: 1 }\na: *m\n", "E_CANNOT_EDIT"],
  ["a map whose last key is no plain name", "a:\n  ? [k]\n  : 1\n", "E_CANNOT_EDIT"],
  ["a text that is no YAML", "a: [\n", "E_CANNOT_EDIT"],
])("refuses %s", (_, text, code) => {
  expect(() => insertPair(text, ["a"], "x", 1)).toThrow(expect.objectContaining({ code }));
});

test("says in one sentence what cannot be added, where and why", () => {
  expect(() => insertPair("a: { b: [1] }\n", ["a", "b"], "x", 1)).toThrow(
    '"x" cannot be added at a.b: "b" holds no map to add to.',
  );
});

const name = fc.stringMatching(/^[a-z]{1,4}$/);
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
const tree: fc.Arbitrary<EditValue> = fc.letrec<{ value: EditValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    fc.dictionary(name, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

/** A manifest-like text as different people write it, with comments and blank lines strewn in. */
const text = fc
  .tuple(
    fc.dictionary(name, tree, { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
    fc.record({
      indent: fc.constantFrom(2, 4),
      flowCollectionPadding: fc.boolean(),
      lineWidth: fc.constantFrom(0, 40),
      collectionStyle: fc.constantFrom("any" as const, "block" as const),
    }),
    fc.array(fc.constantFrom("", "# note: { a, b", "  # deeper", "     # far"), { maxLength: 9 }),
    fc.constantFrom("\n", "\r\n"),
    fc.boolean(),
  )
  .map(([value, style, between, eol, lastLineEnd]) => {
    const lines = stringify(value, style).trimEnd().split("\n");
    const strewn = lines.flatMap((line, i) =>
      i in between ? [line, between[i] as string] : [line],
    );
    // Lines strewn into a string over several lines would change it; such texts are left plain.
    const candidate = strewn.join("\n");
    const kept = isDeepStrictEqual(safeParse(candidate), value) ? candidate : lines.join("\n");
    return kept.replaceAll("\n", eol) + (lastLineEnd ? eol : "");
  });

function safeParse(source: string): unknown {
  try {
    return parse(source);
  } catch {
    return null;
  }
}

/** `short` can be had from `long` by deleting characters only. */
function isSubsequence(short: string, long: string): boolean {
  let i = 0;
  for (const character of long) if (character === short[i]) i++;
  return i === short.length;
}

test("an addition keeps every other line of any text, and adds exactly what was asked for", () => {
  let added = 0;
  fc.assert(
    fc.property(text, fc.array(name, { maxLength: 3 }), name, tree, (source, path, key, value) => {
      let edited;
      try {
        edited = insertPair(source, path, key, value);
      } catch (error) {
        expect(error).toBeInstanceOf(SpireError);
        return;
      }
      added++;
      const lines = edited.split(/\r?\n/);
      const changed = source.split(/\r?\n/).filter((line) => !lines.includes(line));
      // The one line that holds the map in braces, or the empty value, may have grown.
      expect(changed.length).toBeLessThanOrEqual(1);
      for (const line of changed) {
        const kept = line.replace(/ *(\{ *\}|null|~)(?= *(#.*)?$)/, "");
        expect(lines.some((candidate) => isSubsequence(kept, candidate))).toBe(true);
      }
      const holder = path.reduce(
        (map: EditMap, step) => map[step] as EditMap,
        parse(edited) as EditMap,
      );
      expect(holder[key]).toEqual(value);
      expect(edited.includes("\r\n") ? /[^\r]\n/.test(edited) : false).toBe(false);
    }),
    { numRuns: 1000 },
  );
  expect(added).toBeGreaterThan(300);
});
