import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NotFound } from "../../templates/typescript/src/runtime/errors.ts";
import { safeNext, safeReferer } from "../../templates/typescript/src/dispatch/next.ts";
import {
  compilePath,
  path,
  patternOf,
  saidPatterns,
} from "../../templates/typescript/src/runtime/paths.ts";

const good = {
  id: "7",
  word: "a-b_C",
  key: "A0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
  any: "ä b",
};

describe("a path with converters", () => {
  const { route, parse } = compilePath("/team/<int:id>/<slug:word>/<uuid:key>/<str:any>/");

  it("becomes a route, and converts what the route found", () => {
    expect(route).toBe("/team/:id/:word/:key/:any/");
    expect(parse(good)).toEqual({ ...good, id: 7, key: good.key.toLowerCase() });
  });

  it.each([
    { id: "2147483648" },
    { id: "99999999999999999999" },
    { id: "-1" },
    { id: "1e3" },
    { id: "" },
    { id: "٣" },
    { word: "a b" },
    { word: "a/b" },
    { key: "not-a-uuid" },
    { any: "a/b" },
    { any: "a\0b" },
  ])("finds nothing at %j", (bad) => {
    expect(() => parse({ ...good, ...bad })).toThrow(NotFound);
  });

  it("refuses a converter that does not exist", () => {
    expect(() => compilePath("/<constructor:x>/")).toThrow('no path converter "constructor"');
  });
});

describe("a path that is said once", () => {
  const list = path("/team/");
  const member = path("/team/<int:id>/<str:name>/<uuid:key>/");

  it("is the address of a link when it is called, and its pattern for a view", () => {
    expect(list()).toBe("/team/");
    expect(member(7, "ä/b?", "k")).toBe("/team/7/%C3%A4%2Fb%3F/k/");
    expect(patternOf(member)).toBe("/team/<int:id>/<str:name>/<uuid:key>/");
    expect(patternOf("/text/")).toBe("/text/");
  });

  it("leads to the values that it was given, whatever they are", () => {
    const { parse } = compilePath(member.pattern);
    fc.assert(
      fc.property(fc.nat(2147483647), fc.string({ unit: "grapheme", minLength: 1 }), (id, name) => {
        fc.pre(!/[/\0]/.test(name));
        const [, , first = "", second = "", third = ""] = member(id, name, good.key).split("/");
        const raw = { id: first, name: decodeURIComponent(second), key: third };
        expect(parse(raw)).toEqual({ id, name, key: good.key.toLowerCase() });
      }),
    );
  });

  it("takes exactly what its pattern asks for", () => {
    const calls = [
      // @ts-expect-error there is nothing to say of it
      () => list(1),
      // @ts-expect-error an int is a number
      () => member("7", "x", "k"),
      // @ts-expect-error its last parameter is missing
      () => member(7, "x"),
      // @ts-expect-error it is said where it is made
      () => (member.pattern = "/team/"),
    ];
    expect(calls).toHaveLength(4);
    expect(() => calls[3]?.()).toThrow(TypeError);
  });

  it("is refused with a converter that does not exist, and is on record otherwise", () => {
    expect(() => path("/<constructor:x>/")).toThrow('no path converter "constructor"');
    expect([...saidPatterns]).toEqual(expect.arrayContaining([list.pattern, member.pattern]));
    expect(saidPatterns.has("/<constructor:x>/")).toBe(false);
  });
});

describe("the next page after logging in", () => {
  it.each(["/", "/teams/1/?page=2", "/a#b", "/ä/"])("may be %s", (next) => {
    expect(new URL(safeNext(next), "http://x").pathname).toBe(new URL(next, "http://x").pathname);
  });

  it.each([
    "//evil.example",
    "///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "\n//evil.example",
    "https:evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/.//evil.example",
    "/..//evil.example",
    "/%2e//evil.example",
    "",
    undefined,
    ["/a"],
  ])("is never %j", (next) => {
    expect(safeNext(next)).toBe("/");
  });

  it("stays on this site, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const next of [text, `/${text}`, `//${text}`, `/\\${text}`]) {
          const place = safeNext(next);
          const url = new URL(place, "http://site.example");
          expect(url.origin).toBe("http://site.example");
          // Once more, as a browser does with a Location header.
          expect(new URL(url.pathname, "http://site.example").origin).toBe("http://site.example");
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is the referring page only when that is of this site", () => {
    expect(safeReferer("http://here:3000/a/?b", "here:3000")).toBe("/a/?b");
    expect(safeReferer("http://evil/a/", "here:3000")).toBe("/");
    expect(safeReferer("nonsense", "here:3000")).toBe("/");
  });
});
