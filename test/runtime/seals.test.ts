import fc from "fast-check";
import { expect, it } from "vitest";
import { entityTags, isMatch } from "../../templates/typescript/src/server/entity-tags.ts";
import { sealsOf } from "../../templates/typescript/src/server/seals.ts";

const EARLIER = "the secret of last year, long enough";
const LATER = "the secret of this year, long enough";
const [before, after, rotated] = [EARLIER, LATER, [LATER, EARLIER] as const].map(sealsOf) as [
  ReturnType<typeof sealsOf>,
  ReturnType<typeof sealsOf>,
  ReturnType<typeof sealsOf>,
];

it("what was sealed is opened with the same secret, also once another one seals", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const sealed = before.seal(text);
      expect([before.open(sealed), rotated.open(sealed), after.open(sealed)]).toEqual([
        text,
        text,
        "",
      ]);
      expect(after.open(rotated.seal(text))).toBe(text);
    }),
  );
});

it("the same text is sealed in another way each time", () => {
  expect(before.seal("same")).not.toBe(before.seal("same"));
});

it("nobody else's text is opened, nor one of which a character was changed", () => {
  const sealed = before.seal('{"name":"digest"}');
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.constantFrom("A", "B"), (at, letter) => {
      const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
      const isSame = Buffer.from(changed, "base64url").equals(Buffer.from(sealed, "base64url"));
      expect(before.open(changed) === "").toBe(!isSame);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(before.open(text)).toBe("");
    }),
  );
});

it("an entity tag names one state of one row, to whoever has the secret it was made with", () => {
  const row = { id: 1, name: "first" };
  const [tag] = entityTags(row, before);
  expect(isMatch(tag, entityTags(row, before))).toBe(true);
  expect(isMatch(`"x", ${tag}`, entityTags(row, rotated))).toBe(true);
  expect(isMatch(tag, entityTags(row, after))).toBe(false);
  expect(isMatch(tag, entityTags({ ...row, name: "second" }, before))).toBe(false);
  expect(isMatch("*", entityTags(row, after))).toBe(true);
});
