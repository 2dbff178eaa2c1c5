import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateMatrix } from "../../generators/matrix/evaluate.ts";
import { ownLayout } from "../support/own-layout.ts";
import { mergeFile } from "../../generators/merge/merge-file.ts";
import { keepImports } from "../../generators/typescript/code/keep-imports.ts";
import { readSource } from "../../generators/typescript/guards/read-source.ts";
import { indexProject } from "../../generators/render/project-index.ts";
import { screensOf } from "../../generators/screens/screens.ts";
import { typescriptTarget } from "../../generators/typescript/target.ts";
import { loadManifestFrom, MANIFEST_FILE } from "../../schema/load.ts";

/** Pairs of a manifest edit and hand edits in a shared file. */
const RUNS = 1000;
const SEED = 20_260;

const MANIFEST = `spire: 1
project: { name: shop, target: typescript }
apps:
  note:
    models:
      Note:
        fields:
          title: { type: string, max_length: 80 }
          is_done: boolean
        permissions: { can_close_notes: Can close notes }
    views:
      list: { kind: list, links: [create, detail] }
      detail: { kind: detail, links: [update, close] }
      create: { kind: create }
      update: { kind: update }
      close: { kind: action, permission: can_close_notes, effect: { toggle: is_done } }
`;

/** Edits of the manifest that the shared files must follow. */
const MANIFEST_EDITS: readonly [from: string, to: string][] = [
  ["is_done: boolean", "is_done: boolean\n          rank: { type: integer, default: 0 }"],
  ["max_length: 80", "max_length: 60"],
  ["links: [update, close]", "links: [update]"],
  ["links: [update, close]", "links: [close, update, list]"],
  ["create: { kind: create }", "create: { kind: create, permission: can_close_notes }"],
  ["update: { kind: update }", "update: { kind: update, path: /notes/<int:pk>/change/ }"],
  ["detail: { kind: detail,", "detail: { kind: detail, permission: none,"],
  ["toggle: is_done", "set: { is_done: true }"],
];

async function render(manifest: string): Promise<Map<string, string>> {
  const loaded = loadManifestFrom({ [MANIFEST_FILE]: manifest });
  expect(loaded.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const { project, manifest: document } = loaded;
  if (project === null || document === null) throw new Error("the manifest is wrong");
  const matrix = evaluateMatrix(document);
  const index = indexProject(project);
  const input = { project: index, screens: screensOf(index), matrix, history: new Map() };
  const files = await typescriptTarget.render(input);
  return new Map(
    files
      .filter(({ tier, path }) => tier === "shared" && /^src\/apps\/.*\.tsx?$/.test(path))
      .map(({ path, content }) => [path, content]),
  );
}

interface HandEdit {
  /** Where in the text, from 0 to 1. */
  at: number;
  kind: "insert" | "replace" | "delete" | "append";
  count: number;
}

const handEdit: fc.Arbitrary<HandEdit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom("insert", "replace", "delete", "append"),
  count: fc.integer({ min: 1, max: 3 }),
});

/** What a person might have made of a text; every line of theirs can be told by its number. */
function editByHand(text: string, edits: readonly HandEdit[]): { text: string; added: string[] } {
  const lines = text.split("\n");
  const added: string[] = [];
  for (const { at, kind, count } of edits) {
    const mine = Array.from({ length: count }, (_, index) => `// mine ${added.length + index}`);
    const index = Math.floor(at * (lines.length - 1));
    if (kind === "append") lines.splice(-1, 0, ...mine);
    else lines.splice(index, kind === "insert" ? 0 : count, ...(kind === "delete" ? [] : mine));
    if (kind !== "delete") added.push(...mine);
  }
  return { text: lines.join("\n"), added: added.filter((line) => lines.includes(line)) };
}

test(`whatever is edited on both sides, no hand-written line is lost and undoing gives it back (seed ${SEED})`, async () => {
  const before = await render(MANIFEST);
  const renderings = await Promise.all(
    MANIFEST_EDITS.map(([from, to]) => {
      expect(MANIFEST).toContain(from);
      return render(MANIFEST.replace(from, to));
    }),
  );
  const changed = renderings.flatMap((after) =>
    [...before].flatMap(([path, base]) => {
      const theirs = after.get(path);
      return theirs === undefined || theirs === base ? [] : [{ path, base, theirs }];
    }),
  );
  expect(changed.length).toBeGreaterThan(8);
  const counts = { clean: 0, conflicting: 0, back: 0 };
  const options = { choice: null, markers: false, readSource, keepImports, layout: ownLayout };
  const property = fc.asyncProperty(
    fc.constantFrom(...changed),
    fc.array(handEdit, { minLength: 1, maxLength: 3 }),
    async ({ path, base, theirs }, edits) => {
      const { text: ours, added } = editByHand(base, edits);
      const errors = readSource(path, ours)?.errors ?? [];
      const merged = await mergeFile({ path, bases: [base], ours, theirs }, options);
      const kept = merged.text.split("\n");
      expect(added.filter((line) => !kept.includes(line))).toEqual([]);
      if (merged.conflicts.length > 0) {
        counts.conflicting += 1;
        expect(merged.text).toBe(ours);
        const marked = await mergeFile(
          { path, bases: [base], ours, theirs },
          { ...options, markers: true },
        );
        const all = marked.text.split("\n");
        expect(added.filter((line) => !all.includes(line))).toEqual([]);
        return;
      }
      counts.clean += 1;
      if (errors.length === 0) expect(readSource(path, merged.text)?.errors).toEqual([]);
      // The second run has nothing new to say; the way back is the same merge.
      const back = await mergeFile(
        { path, bases: [theirs], ours: merged.text, theirs: base },
        options,
      );
      if (back.conflicts.length > 0) return;
      counts.back += 1;
      expect(back.text).toBe(ours);
    },
  );
  await fc.assert(property, { numRuns: RUNS, seed: SEED });
  if (process.env.SPIRE_LONG) console.log(counts);
  expect(counts.clean).toBeGreaterThan(RUNS / 10);
  expect(counts.conflicting).toBeGreaterThan(0);
  expect(counts.back).toBeGreaterThan(counts.clean * 0.9);
}, 120_000);
