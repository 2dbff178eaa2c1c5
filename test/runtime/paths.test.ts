import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NotFound } from "../../templates/typescript/src/runtime/errors.ts";
import { safeNext, safeReferer } from "../../templates/typescript/src/dispatch/next.ts";
import { compilePath } from "../../templates/typescript/src/runtime/paths.ts";

describe("a path with converters", () => {
  const { route, parse } = compilePath("/team/<int:id>/<slug:word>/<uuid:key>/<str:any>/");
  const good = {
    id: "7",
    word: "a-b_C",
    key: "A0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
    any: "ä b",
  };

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
