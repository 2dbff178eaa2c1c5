import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { generate } from "../../../generators/generate.ts";
import { packageRoot } from "../../../schema/package-root.ts";
import { generatedProject, regenerate } from "../../support/generated-project.ts";
import { readTree } from "../../support/read-tree.ts";
import { testdir } from "../../support/testdir.ts";

/** Pairs of a manifest edit and hand edits in a whole project on disk. */
const RUNS = process.env.SPIRE_LONG ? 1000 : 12;
const SEED = 20_261;
/** Compiling takes longer than all the rest: every so many-th clean result is compiled. */
const COMPILE_EVERY = process.env.SPIRE_LONG ? 20 : 4;

/** Replacements that make up one edit each. */
const MANIFEST_EDITS: readonly (readonly [from: string, to: string])[][] = [
  [["quantity: { type: integer, default: 0 }", "quantity: { type: bigint, default: 0 }"]],
  [["note: text", "note: { type: text, help_text: What was counted }"]],
  [["counted_on:", "shelf: { type: string, null: true }\n              counted_on:"]],
  [["links: [update, delete, lock, advance]", "links: [advance, update]"]],
  [["effect: { advance: status }", "effect: { set: { status: closed } }"]],
  [["website: { type: url, null: true }", "website: { type: url, null: true, max_length: 400 }"]],
  [["can_lock_sales_orders: Can Lock Sales Orders", "can_lock_sales_orders: May lock orders"]],
  [
    ["lock: { kind: action,", "seal: { renamed_from: lock, kind: action,"],
    ["links: [update, delete, lock] }", "links: [update, delete, seal] }"],
    ["may: [inventory.lock,", "may: [inventory.seal,"],
  ],
];

let origin: string;
let manifest: string;
let shared: string[];

beforeAll(async () => {
  origin = await generatedProject("warehouse");
  manifest = readFileSync(join(origin, "spire.yaml"), "utf8");
  const { state } = await generate(origin, { dryRun: true });
  shared = [...(state?.files.keys() ?? [])].filter((path) =>
    /^src\/apps\/.*\/(views\/\w+|models|forms)\.ts$/.test(path),
  );
  expect(shared.length).toBeGreaterThan(20);
});

const handEdits = fc.array(
  fc.record({
    file: fc.nat(),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    kind: fc.constantFrom("line", "end", "crlf"),
  }),
  { minLength: 1, maxLength: 6 },
);

/** Writes comments of a person's own into shared files, and a file of their own beside them. */
function editByHand(dir: string, edits: readonly { file: number; at: number; kind: string }[]) {
  const added = edits.map(({ file, at, kind }, index) => {
    const path = join(dir, shared[file % shared.length] ?? "");
    const lines = readFileSync(path, "utf8").split(/\r?\n/);
    const place = kind === "end" ? lines.length - 1 : Math.floor(at * (lines.length - 1));
    const line = `// by hand ${index}`;
    lines.splice(place, 0, line);
    writeFileSync(path, lines.join(kind === "crlf" ? "\r\n" : "\n"));
    return line;
  });
  writeFileSync(
    join(dir, "src/apps/inventory/stock-count.ts"),
    "export const counted = 1; // own\n",
  );
  return added;
}

function edited(replacements: readonly (readonly [from: string, to: string])[]): string {
  return replacements.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, manifest);
}

/** What belongs to the developer: all but spire's records and the history of the database. */
function source(dir: string): Record<string, string> {
  const entries = Object.entries(readTree(dir));
  return Object.fromEntries(entries.filter(([path]) => !/^(\.spire|migrations)\//.test(path)));
}

test(`no pair of a manifest edit and hand edits loses a line, and the way back is the same (seed ${SEED})`, async () => {
  const counts = { clean: 0, conflicting: 0, compiled: 0 };
  const property = fc.asyncProperty(
    fc.constantFrom(...MANIFEST_EDITS),
    handEdits,
    async (replacements, edits) => {
      const dir = testdir();
      cpSync(origin, dir, { recursive: true, verbatimSymlinks: true });
      const added = editByHand(dir, edits);
      const before = source(dir);
      writeFileSync(join(dir, "spire.yaml"), edited(replacements));

      const { plan } = await generate(dir, { allowDataLoss: true });
      if (plan === null) throw new Error("the edited manifest is wrong");
      const after = source(dir);
      const text = Object.values(after).join("\n").replaceAll("\r\n", "\n");
      expect(added.filter((line) => !text.includes(`${line}\n`))).toEqual([]);
      expect(after["src/apps/inventory/stock-count.ts"]).toBe(
        before["src/apps/inventory/stock-count.ts"],
      );
      if (plan.conflicts.length > 0) {
        counts.conflicting += 1;
        expect({ ...after, "spire.yaml": manifest }).toEqual(before);
      } else {
        counts.clean += 1;
        const again = await regenerate(dir);
        expect([...again.writes, ...again.deletes]).toEqual([]);
        if (counts.clean % COMPILE_EVERY === 0) {
          compile(dir);
          counts.compiled += 1;
        }
        writeFileSync(join(dir, "spire.yaml"), manifest);
        const back = await generate(dir, { allowDataLoss: true });
        // Without the word the way back from a rename is a view that went and one that came.
        const isRename = replacements.some(([, to]) => to.includes("renamed_from"));
        if (!isRename) {
          expect(back.plan?.conflicts).toEqual([]);
          expect(source(dir)).toEqual(before);
        }
      }
      rmSync(dir, { recursive: true, force: true });
    },
  );
  await fc.assert(property, { numRuns: RUNS, seed: SEED });
  console.log(`seed ${SEED}: ${JSON.stringify(counts)}`);
  expect(counts.clean).toBeGreaterThan(RUNS / 4);
  expect(counts.compiled).toBeGreaterThan(0);
}, 3_600_000);

function compile(dir: string): void {
  const tsc = join(packageRoot, "node_modules/.bin/tsc");
  execFileSync(tsc, ["--noEmit"], { cwd: dir, stdio: "pipe" });
}
