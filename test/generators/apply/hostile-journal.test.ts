import { spawnSync } from "node:child_process";
import fc from "fast-check";
import {
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { lstatSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import {
  contentDigest,
  type FoundJournal,
  JOURNAL,
  readJournal,
} from "../../../generators/apply/journal.ts";
import { linkOnTheWay } from "../../../generators/files/resolve-beneath.ts";
import { recover } from "../../../generators/apply/recover.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { testdir } from "../../support/testdir.ts";

const RUNS = process.env.SPIRE_LONG ? 10_000 : 1_000;

/** A home folder, and in it a clone with git's folder; everything that a journal might be after. */
function home(): { home: string; dir: string } {
  const home = testdir({
    ".ssh/id_ed25519": "a private key",
    "notes.txt": "private",
    "clone/spire.yaml": "spire: 1\n",
    "clone/src/a.ts": "a",
    "clone/public/style.css": "css",
    "clone/.git/config": "[core]\n",
    "clone/.git/hooks/pre-commit.sample": "#!/bin/sh\n",
    "clone/sub/.git/config": "[core]\n",
  });
  return { home, dir: join(home, "clone") };
}

/** Everything below a folder that is not to change: texts, links, and which folders there are. */
function snapshot(top: string, isLeftOut: (path: string) => boolean): string[] {
  const lines: string[] = [];
  const visit = (folder: string) => {
    for (const name of readdirSync(join(top, folder)).toSorted()) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (isLeftOut(path)) continue;
      const stat = lstatSync(join(top, path));
      if (stat.isSymbolicLink()) lines.push(`${path} -> ${readlinkSync(join(top, path))}`);
      else if (stat.isDirectory()) lines.push(`${path}/`);
      else lines.push(`${path}: ${stat.mode} ${readFileSync(join(top, path), "utf8")}`);
      if (stat.isDirectory()) visit(path);
    }
  };
  visit("");
  return lines;
}

/** Outside of the project, and git's folders inside it. */
const OUT_OF_REACH = (path: string) =>
  path === "clone/.spire" ||
  (path.startsWith("clone/") && !/(^|\/)\.git(\/|$)/.test(path) && path !== "clone/sub");

function outOfReach(top: string): string[] {
  return snapshot(top, OUT_OF_REACH);
}

const path = fc.oneof(
  fc.constantFrom(
    "src/a.ts",
    "src/new/b.ts",
    "public/.ssh/id_ed25519",
    "../notes.txt",
    "../.ssh/id_ed25519",
    ".git/hooks/post-checkout",
    ".GIT/hooks/post-checkout",
    ".g\u200cit/hooks/post-checkout",
    "git~1/config",
    ".git./config",
    "sub/.git/config",
    "a/../../notes.txt",
    "/etc/hostname",
    "C:\\notes.txt",
    "src//a.ts",
    "src/./a.ts",
    "",
    ".",
    "..",
    "node_modules/.bin/tsc",
    ".spire/journal/old/x",
    ".spire/lock",
    "link/x.txt",
    "src\0/a.ts",
  ),
  fc.string({ maxLength: 12 }),
);
const text = fc.constantFrom("a", "css", "evil", "a private key", "private", "[core]\n");
/** What the journal says of a file, and whether the clone brings the texts for it. */
const change = fc.record({
  path,
  before: fc.option(text),
  after: fc.option(text),
  isBrought: fc.boolean(),
});

const scenario = fc.record({
  direction: fc.constantFrom("forward" as const, "back" as const),
  changes: fc.array(change, { minLength: 1, maxLength: 6 }),
  folders: fc.array(path, { maxLength: 3 }),
  /** Files that the clone brings in `.spire/journal`. */
  staged: fc.array(fc.record({ part: fc.constantFrom("new", "old"), path, text }), {
    maxLength: 6,
  }),
  /** Links that it brings, anywhere. */
  links: fc.array(
    fc.record({
      at: fc.constantFrom(
        `${JOURNAL}/new`,
        `${JOURNAL}/old`,
        `${JOURNAL}/new/src`,
        `${JOURNAL}/new/public`,
        `${JOURNAL}/new/.git`,
        `${JOURNAL}/old/src`,
        "src",
        "link",
        "public",
        "src/new",
      ),
      to: fc.constantFrom(
        "..",
        "../.ssh",
        ".git",
        ".git/hooks",
        "../..",
        "../../..",
        "/",
        "../../.ssh",
      ),
    }),
    { maxLength: 4 },
  ),
});

function bring(dir: string, { staged, links }: { staged: Staged[]; links: Link[] }): void {
  mkdirSync(join(dir, JOURNAL), { recursive: true });
  for (const { at, to } of links) {
    // What a clone holds is made, nothing behind a link of its own.
    if (linkOnTheWay(dir, at) !== null) continue;
    attempt(() => {
      rmSync(join(dir, at), { recursive: true, force: true });
      mkdirSync(dirname(join(dir, at)), { recursive: true });
      symlinkSync(to, join(dir, at));
    });
  }
  for (const { part, path, text } of staged) {
    const file = join(dir, JOURNAL, part, path);
    if (/\.\.|\0/.test(path) || !file.startsWith(join(dir, JOURNAL, part, "/"))) continue;
    if (linkOnTheWay(dir, relative(dir, file)) !== null) continue;
    attempt(() => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    });
  }
}

interface Staged {
  part: string;
  path: string;
  text: string;
}
interface Link {
  at: string;
  to: string;
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // The system does not take every name.
  }
}

/** What `spire recover --apply` does: performs a journal whose author is not known. */
function applied(dir: string, found: FoundJournal): void {
  attempt(() => recover(dir, found));
}

describe("a journal that somebody else wrote", () => {
  test(`moves nothing outside of the project and nothing of git's (${RUNS} of them)`, () => {
    let moved = 0;
    fc.assert(
      fc.property(scenario, ({ direction, changes: said, folders, staged, links }) => {
        const { home: top, dir } = home();
        const texts = said.flatMap(({ path, before, after, isBrought }) => {
          if (!isBrought) return [];
          return [
            { part: "new", path, text: after ?? "" },
            { part: "old", path, text: before ?? "" },
          ];
        });
        bring(dir, { staged: [...texts, ...staged], links });
        const changes = said.map(({ path, before, after }) => ({
          path,
          before: before && contentDigest(before),
          after: after && contentDigest(after),
        }));
        const before = outOfReach(top);
        const inside = snapshot(dir, (each) => each === ".spire");
        applied(dir, { journal: { changes, folders }, direction });
        expect(outOfReach(top)).toEqual(before);
        const after = snapshot(dir, (each) => each === ".spire");
        if (after.join() !== inside.join()) moved += 1;
        rmSync(top, { recursive: true, force: true });
      }),
      { numRuns: RUNS, seed: 81 },
    );
    // Or the property would hold for one that never moves anything.
    expect(moved).toBeGreaterThan(RUNS / 100);
  }, 600_000);

  test("nor does one whose folders are replaced by links while it is carried out", async () => {
    const { home: top, dir } = home();
    const paths = Array.from({ length: 40 }, (_, index) => `src/deep/${index % 4}/f${index}.ts`);
    const swapped = ["src/deep", `${JOURNAL}/new/src`, `${JOURNAL}/old/src`].map((each) =>
      join(dir, each),
    );
    // 1: folders are being swapped. The worker puts all of them back before it takes note of a 0.
    const isOn = new Int32Array(new SharedArrayBuffer(8));
    const worker = new Worker(
      `const { renameSync, symlinkSync, unlinkSync } = require("node:fs");
       const { isOn, paths, target } = require("node:worker_threads").workerData;
       for (;;) {
         Atomics.store(isOn, 1, 0);
         Atomics.wait(isOn, 0, 0);
         Atomics.store(isOn, 1, 1);
         for (const path of paths) {
           try {
             renameSync(path, path + ".aside");
             try {
               symlinkSync(target, path);
               unlinkSync(path);
             } finally {
               renameSync(path + ".aside", path);
             }
           } catch {}
         }
       }`,
      { eval: true, workerData: { isOn, paths: swapped, target: join(top, ".ssh") } },
    );
    cleanUp(() => worker.terminate());
    const before = outOfReach(top);
    let refused = 0;
    for (let round = 0; round < 100; round += 1) {
      bring(dir, {
        links: [],
        staged: paths.map((each) => ({ part: "new", path: each, text: "evil" })),
      });
      const changes = paths.map((each) => ({
        path: each,
        before: round % 2 === 0 ? null : contentDigest("evil"),
        after: contentDigest("evil"),
      }));
      Atomics.store(isOn, 0, 1);
      Atomics.notify(isOn, 0);
      while (Atomics.load(isOn, 1) !== 1) await new Promise((done) => setImmediate(done));
      try {
        recover(dir, {
          journal: { changes, folders: ["src/deep"] },
          direction: round % 3 ? "forward" : "back",
        });
      } catch {
        refused += 1;
      }
      Atomics.store(isOn, 0, 0);
      while (Atomics.load(isOn, 1) !== 0) await new Promise((done) => setImmediate(done));
    }
    await worker.terminate();
    expect(outOfReach(top)).toEqual(before);
    expect(refused).toBeGreaterThan(0);
  }, 600_000);

  test("is refused where no folder can be pinned, too", async () => {
    const { home: top, dir } = home();
    bring(dir, { links: [{ at: `${JOURNAL}/old`, to: "../../.git/hooks" }], staged: [] });
    const before = outOfReach(top);
    const script = `
      Object.defineProperty(process, "platform", { value: "darwin" });
      const { recover } = await import(${JSON.stringify(join(import.meta.dirname, "../../../generators/apply/recover.ts"))});
      const change = { path: "src/a.ts", before: ${JSON.stringify(contentDigest("a"))}, after: null };
      try { recover(${JSON.stringify(dir)}, { journal: { changes: [change], folders: [] }, direction: "forward" }); }
      catch (error) { console.log(error.code); }`;
    const { stdout } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "-e", script],
      { encoding: "utf8" },
    );
    expect(stdout).toBe("E_REFUSED\n");
    expect(outOfReach(top)).toEqual(before);
  });
});

test("a journal is own only where and for whom it was signed", async () => {
  const { writeJournal } = await import("../../../generators/apply/journal.ts");
  const dir = testdir({ "a.txt": "a", [`${JOURNAL}/new/a.txt`]: "b" });
  const changes = [{ path: "a.txt", before: contentDigest("a"), after: contentDigest("b") }];
  writeJournal(dir, { changes, folders: [] }, "forward");
  expect(readJournal(dir).kind).toBe("own");
  const elsewhere = join(testdir(), "moved");
  renameSync(dir, elsewhere);
  expect(readJournal(elsewhere).kind).toBe("foreign");
  renameSync(elsewhere, dir);
  const file = join(dir, JOURNAL, "journal.json");
  const signed = readFileSync(file, "utf8");
  writeFileSync(file, signed.replace("forward", "back"));
  expect(readJournal(dir).kind).toBe("foreign");
  for (const text of ["", "{", "null", "[]", '{"says":"{}","signature":1}', "\0"]) {
    writeFileSync(file, text);
    expect(readJournal(dir)).toEqual({ kind: "foreign", found: null });
  }
});
