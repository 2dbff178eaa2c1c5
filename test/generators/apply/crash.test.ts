import { buildSync } from "esbuild";
import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { recordOf } from "../../../generators/project/base-store.ts";
import { takeLock } from "../../../generators/apply/lock.ts";
import type { Tier } from "../../../generators/tiers.ts";
import { readTree } from "../../support/read-tree.ts";
import { testdir } from "../../support/testdir.ts";
import { recoverProject } from "./support/recover-project.ts";

/** With SPIRE_LONG every point of every variant; else every second one of the costlier ones. */
const STEP = process.env.SPIRE_LONG ? 1 : 2;
const HERE = import.meta.dirname;

const work = testdir();
const program = join(work, "write-phase.mjs");
const planFile = join(work, "plan.json");
const project = join(work, "project");
const empty = join(work, "empty");

const records = (path: string, content: string, tier: Tier) => recordOf({ path, content, tier });

/** A project with hand edits in every place where one can be. */
const before: Record<string, string> = {
  "spire.yaml": "spire: 1\n",
  "src/apps/sale/views.ts": "// rendered\n// by hand: keep me\n",
  "src/apps/sale/permissions.ts": "// one permission\n",
  "src/apps/sale/mine.ts": "// by hand: nobody else's\n",
  "src/apps/gone/views.ts": "// to be deleted\n",
  "src/apps/edited-gone/views.ts": "// by hand: set aside\n",
  "notes/todo.txt": "by hand: not spire's\n",
};
const writes: Record<string, string> = {
  "spire.yaml": "spire: 1\n# one more app\n",
  "src/apps/sale/views.ts": "// rendered anew\n// by hand: keep me\n",
  "src/apps/sale/permissions.ts": "// two permissions\n",
  "src/apps/edited-gone/views.ts.orphan": "// by hand: set aside\n",
  "src/apps/fresh/views.ts": "// new\n",
  "src/apps/fresh/deep/er/page.ts": "// new, too\n",
  "src/apps/sale/extra/note.ts": "// in a new folder of an old one\n",
};
const deletes = ["src/apps/gone/views.ts", "src/apps/edited-gone/views.ts"];

const recorded = ["src/apps/sale/views.ts", "src/apps/sale/permissions.ts"].map((path) => ({
  old: records(path, before[path] ?? "", "shared"),
  next: records(path, writes[path] ?? "", "shared"),
}));
for (const { old, next } of recorded) {
  before[old.path] = old.content;
  writes[next.path] = next.content;
  deletes.push(old.path);
}
const plan = {
  writes: Object.entries(writes).map(([path, content]) => ({ path, content })),
  deletes,
  refusals: [],
};
const after = sorted(
  Object.fromEntries(
    Object.entries({ ...before, ...writes }).filter(([path]) => !deletes.includes(path)),
  ),
);

function sorted(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

beforeAll(() => {
  const entry = join(HERE, "crash", "write-phase.ts");
  buildSync({
    entryPoints: [entry],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  writeFileSync(planFile, JSON.stringify(plan));
  cpSync(testdir(before), project, { recursive: true });
  chmodSync(join(project, "src/apps/sale/views.ts"), 0o755);
  cpSync(testdir(), empty, { recursive: true });
});

interface Run {
  killed: boolean;
  exitCode: number | null;
  words: string;
}

function run(dir: string, fault: string, at: number, count = ""): Promise<Run> {
  const env = { ...process.env, FAULT: fault, FAULT_AT: `${at}`, FAULT_COUNT: count };
  const args = ["--require", join(HERE, "crash", "fault.cjs"), program, dir, planFile];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  let words = "";
  child.stderr.on("data", (chunk: Buffer) => (words += chunk.toString("utf8")));
  return new Promise((resolve) => {
    child.on("close", (exitCode, signal) =>
      resolve({ killed: signal === "SIGKILL", exitCode, words }),
    );
  });
}

let copies = 0;
function copyOf(tree: string): string {
  const dir = join(work, `copy-${(copies += 1)}`);
  cpSync(tree, dir, { recursive: true, preserveTimestamps: true });
  return dir;
}

/** How many calls a whole run makes. */
async function pointsOf(tree: string): Promise<number> {
  const dir = copyOf(tree);
  const count = join(work, "count");
  expect(await run(dir, "count", 0, count)).toEqual({ killed: false, exitCode: 0, words: "" });
  const done = readTree(dir);
  expect(done).toEqual(tree === empty ? sorted(writes) : after);
  return Number(readFileSync(count, "utf8"));
}

/** Two processes at a time. */
async function forEachPoint(points: number[], work: (point: number) => Promise<void>) {
  const queue = [...points];
  const worker = async () => {
    for (let point = queue.shift(); point !== undefined; point = queue.shift()) await work(point);
  };
  await Promise.all([worker(), worker()]);
}

function pointsUpTo(last: number, step: number): number[] {
  return Array.from({ length: Math.ceil(last / step) }, (_, index) => index * step + 1);
}

/** What the next command does before anything else. */
async function nextCommand(dir: string): Promise<void> {
  const release = await takeLock(dir);
  try {
    recoverProject(dir);
  } finally {
    release();
  }
}

describe.each([
  { tree: project, name: "a project with hand edits", old: sorted(before), next: after },
  { tree: empty, name: "an empty folder", old: {}, next: sorted(writes) },
])("writing into $name", ({ tree, old, next }) => {
  test.each(["before", "torn"])(
    "killed at any call (%s), the next command leaves the old tree or the new one",
    async (fault) => {
      const last = await pointsOf(tree);
      const outcomes = { old: 0, new: 0 };
      await forEachPoint(pointsUpTo(last, fault === "torn" ? STEP : 1), async (point) => {
        const dir = copyOf(tree);
        const { killed } = await run(dir, fault, point);
        expect(killed, `point ${point} of ${last}`).toBe(true);
        await nextCommand(dir);
        const found = readTree(dir);
        const isNew = existsSync(join(dir, "src/apps/fresh/views.ts"));
        outcomes[isNew ? "new" : "old"] += 1;
        expect(found, `point ${point} of ${last}`).toEqual(isNew ? next : old);
      });
      // Both ends were seen, or the test would hold for a run that never writes.
      expect(outcomes.old).toBeGreaterThan(5);
      expect(outcomes.new).toBeGreaterThan(5);
    },
    600_000,
  );

  test.each(["fail", "full"])(
    "when the disk is full at any call (%s), it says so and nothing is lost",
    async (fault) => {
      const last = await pointsOf(tree);
      let refused = 0;
      await forEachPoint(pointsUpTo(last, STEP), async (point) => {
        const dir = copyOf(tree);
        const { killed, exitCode, words } = await run(dir, fault, point);
        expect(killed).toBe(false);
        if (exitCode !== 0) {
          refused += 1;
          expect(words, `point ${point} of ${last}`).toMatch(/ENOSPC/);
        }
        await nextCommand(dir);
        const isNew = existsSync(join(dir, "src/apps/fresh/views.ts"));
        expect(readTree(dir), `point ${point} of ${last}: ${words}`).toEqual(isNew ? next : old);
        if (words.startsWith("Nothing was written")) expect(isNew).toBe(false);
      });
      expect(refused).toBeGreaterThan(5);
    },
    600_000,
  );
});

test("killed while it recovers, the command after that still completes or undoes the run", async () => {
  const last = await pointsOf(project);
  // The last call that moves a file lies well before the removal of the stage.
  let middle = Math.floor(last / 2);
  let interrupted: string;
  do {
    await run((interrupted = copyOf(project)), "before", (middle += 1));
  } while (!existsSync(join(interrupted, ".spire/journal/journal.json")));
  await forEachPoint(pointsUpTo(last, 3 * STEP), async (point) => {
    const dir = copyOf(project);
    await run(dir, "before", middle);
    await run(dir, "before", point);
    await nextCommand(dir);
    const isNew = existsSync(join(dir, "src/apps/fresh/views.ts"));
    expect(readTree(dir), `point ${point}`).toEqual(isNew ? after : sorted(before));
  });
}, 600_000);

test("keeps the mode of a replaced file, and the time of one that was not touched", async () => {
  const dir = copyOf(project);
  const time = statSync(join(dir, "src/apps/sale/mine.ts")).mtimeMs;
  await run(dir, "count", 0, join(work, "count"));
  expect(statSync(join(dir, "src/apps/sale/views.ts")).mode & 0o777).toBe(0o755);
  expect(statSync(join(dir, "src/apps/sale/mine.ts")).mtimeMs).toBe(time);
});
