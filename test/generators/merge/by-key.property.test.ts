import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeByKey } from "../../../generators/merge/by-key.ts";

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

// Few keys, so that the sides meet; those that a plain object treats in a way of its own among them.
const key = fc.constantFrom("a", "b", "c", "1", "toString", "constructor");
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(1, "x", null, true),
    fc.array(fc.nat(2), { maxLength: 2 }),
    fc.dictionary(key, tie("any"), { maxKeys: 4 }),
  ),
})).any;
const object = fc.dictionary(key, value, { maxKeys: 5 });

const merged = (
  base: object,
  ours: object,
  theirs: object,
  side: "ours" | "theirs" | null = null,
) => {
  const text = mergeByKey(json(base), json(ours), json(theirs), side);
  return text === null ? null : (JSON.parse(text) as Record<string, unknown>);
};

test("what one side alone changed is as that side has it", () => {
  fc.assert(
    fc.property(object, object, (base, changed) => {
      expect(merged(base, changed, base)).toEqual(changed);
      expect(merged(base, base, changed)).toEqual(changed);
      expect(merged(base, changed, changed)).toEqual(changed);
    }),
  );
});

test("sides that change different keys both have their way", () => {
  fc.assert(
    fc.property(object, object, object, (shared, left, right) => {
      const [ours, theirs] = [
        { ...shared, left },
        { ...shared, right },
      ];
      expect(merged(shared, ours, theirs)).toEqual({ ...shared, left, right });
      const base = { ...shared, left, right };
      expect(merged(base, { ...shared, left }, { ...shared, right })).toEqual(shared);
    }),
  );
});

test("a side that wins wins only where both changed a key, and nothing else is lost", () => {
  fc.assert(
    fc.property(object, object, object, (base, ours, theirs) => {
      const neither = merged(base, ours, theirs);
      for (const side of ["ours", "theirs"] as const) {
        const one = merged(base, ours, theirs, side);
        expect(one).not.toBeNull();
        if (neither !== null) expect(one).toEqual(neither);
      }
    }),
  );
});

test("the developer's order and indentation stay, and new keys come after those they follow", () => {
  const base = json({ name: "p", scripts: { test: "t" }, dependencies: { b: "1" } });
  const ours = `{\n\t"name": "p",\n\t"dependencies": { "mine": "1", "b": "1" },\n\t"scripts": { "test": "t" }\n}\n`;
  const theirs = json({
    name: "p",
    imports: { "#*": "./src/*" },
    scripts: { test: "t" },
    dependencies: { a: "1", b: "2" },
  });
  expect(mergeByKey(base, ours, theirs, null)).toBe(
    `{\n\t"name": "p",\n\t"imports": {\n\t\t"#*": "./src/*"\n\t},\n\t"dependencies": {\n\t\t"a": "1",\n\t\t"mine": "1",\n\t\t"b": "2"\n\t},\n\t"scripts": {\n\t\t"test": "t"\n\t}\n}\n`,
  );
});

test.each(["", "[]", "{", "null", "// note\n{}"])(
  "%j is no object, and left to the lines",
  (text) => {
    expect(mergeByKey("{}", text, "{}", null)).toBeNull();
    expect(mergeByKey("{}", "{}", text, null)).toBeNull();
  },
);
