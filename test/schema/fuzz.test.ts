import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { parse } from "yaml";
import { CODES } from "../../schema/codes.ts";
import { loadManifestFrom, type Loaded } from "../../schema/load.ts";
import { manifests, manifestText } from "./manifest-arbitrary.ts";

/** fast-check prints seed and path of a failure; they are repeated by `fc.assert(…, { seed, path })`. */
const RUNS = 200;

vi.setConfig({ testTimeout: 180_000 });

function expectHonest(loaded: Loaded): void {
  const errors = loaded.diagnostics.filter(({ severity }) => severity === "error");
  expect(loaded.project === null).toBe(errors.length > 0);
  for (const { code, position } of loaded.diagnostics) {
    expect(CODES).toHaveProperty(code);
    expect(position.line).toBeGreaterThan(0);
    expect(position.column).toBeGreaterThan(0);
  }
}

test("every manifest of the grammar is accepted, and its Project has what the manifest says", () => {
  fc.assert(
    fc.property(manifests({ asksRows: true }), (manifest) => {
      const loaded = loadManifestFrom({ "spire.yaml": manifestText(manifest) });
      expect(loaded.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(loaded.manifest).toEqual(parse(manifestText(manifest), { stringKeys: true }));
      const labels = loaded.project?.apps.map(({ label }) => label) ?? [];
      expect(new Set(labels).size).toBe(labels.length);
    }),
    { numRuns: RUNS },
  );
});

test("a manifest with one value changed at random never throws", () => {
  const wild = fc.oneof(
    fc.constantFrom(
      "none",
      "x.y",
      "__proto__",
      "constructor",
      "$x",
      "",
      "../..",
      0,
      -1,
      true,
      null,
    ),
    fc.string(),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(manifests({ asksRows: true }), fc.nat(), wild, (manifest, place, value) => {
      const text = manifestText(withOneChange(manifest, place, value) as never);
      expectHonest(loadManifestFrom({ "spire.yaml": text }));
    }),
    { numRuns: RUNS },
  );
});

test("a manifest's text with some bytes changed never throws", () => {
  const edit = fc.record({
    at: fc.nat(),
    cut: fc.nat(20),
    text: fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom("\t", "\n", ": ", "- ", "{", "&a ", "*a", "!!x ", "|", '"'),
    ),
  });
  fc.assert(
    fc.property(
      manifests({ asksRows: true }),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      (manifest, edits) => {
        let text = manifestText(manifest);
        for (const { at, cut, text: put } of edits) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + put + text.slice(start + cut);
        }
        expectHonest(loadManifestFrom({ "spire.yaml": text }));
      },
    ),
    { numRuns: RUNS },
  );
});

test("no text at all makes the reader throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.json()), (text) => {
      expectHonest(loadManifestFrom({ "spire.yaml": text }));
    }),
    { numRuns: RUNS },
  );
});

/** A copy in which one value, the `place`-th in reading order, is another. */
function withOneChange(root: unknown, place: number, value: unknown): unknown {
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const copy = structuredClone(root);
  const visit = (node: unknown) => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      places.push({ holder: node as Record<string, unknown>, key });
      visit(child);
    }
  };
  visit(copy);
  const chosen = places[place % places.length];
  if (chosen) chosen.holder[chosen.key] = value;
  return copy;
}
