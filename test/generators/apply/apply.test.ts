import { chmodSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apply } from "../../../generators/apply/apply.ts";
import { makePlan } from "../../../generators/plan/make-plan.ts";
import { standingFiles } from "../../../generators/project/standing.ts";
import { readState } from "../../../generators/project/state.ts";
import type { RenderedFile } from "../../../generators/target.ts";
import { commitAll, git } from "../../support/git.ts";
import { ownVersion } from "../../../generators/project/version.ts";
import { readTree } from "../../support/read-tree.ts";
import { testdir } from "../../support/testdir.ts";

function changes(writes: Record<string, string>, deletes: string[] = []) {
  const files = Object.entries(writes).map(([path, content]) => ({ path, content }));
  return { writes: files, deletes, refusals: [] };
}

test("writes into a folder that does not exist yet", () => {
  const dir = join(testdir({}), "deep/er");
  apply(dir, changes({ "a.txt": "a", "b/c.txt": "c" }));
  expect(readTree(dir)).toEqual({ "a.txt": "a", "b/c.txt": "c" });
});

test("leaves a new folder as missing as it was when writing fails", () => {
  const parent = testdir({ file: "in the way" });
  expect(() => apply(join(parent, "file/project"), changes({ "a.txt": "a" }))).toThrow(
    expect.objectContaining({ code: "E_CANNOT_WRITE" }),
  );
  expect(readTree(parent)).toEqual({ file: "in the way" });
});

test("undoes everything when one of many files cannot be written", () => {
  const files = Object.fromEntries(
    [...Array(20).keys()].map((number) => [`src/${number}/old.txt`, `${number}`]),
  );
  const dir = testdir({ ...files, "src/zz/folder/kept.txt": "kept" });
  const before = readTree(dir);
  const writes = Object.fromEntries(Object.keys(files).map((path) => [path, "new"]));
  const failing = changes({ ...writes, "src/new/x.txt": "x", "src/zz/folder": "no" }, [
    "src/3/old.txt",
  ]);
  expect(() => apply(dir, failing)).toThrow(/src\/zz\/folder/);
  expect(readTree(dir)).toEqual(before);
});

test("undoes the moves that were made before one of them failed", () => {
  const dir = testdir({ "a.txt": "a", "b.txt": "b", "z.txt": "z" });
  const before = readTree(dir);
  // The deletion of a file below another file fails only when its turn comes.
  mkdirSync(join(dir, "m"));
  const failing = changes({ "a.txt": "new", "z.txt/impossible.txt": "new" }, ["b.txt"]);
  expect(() => apply(dir, failing)).toThrow(expect.objectContaining({ code: "E_CANNOT_WRITE" }));
  expect(readTree(dir)).toEqual(before);
});

test("writes nothing through a link that leads out of the project", () => {
  const outside = testdir({ "x.txt": "theirs" });
  const dir = testdir({ "a.txt": "a" });
  symlinkSync(outside, join(dir, "src"));
  expect(() => apply(dir, changes({ "src/x.txt": "mine", "a.txt": "b" }))).toThrow(
    /goes through none/,
  );
  expect(() => apply(dir, changes({}, ["src/x.txt"]))).toThrow(/goes through none/);
  expect(readTree(outside)).toEqual({ "x.txt": "theirs" });
  expect(readFileSync(join(dir, "a.txt"), "utf8")).toBe("a");
});

test("stages nothing through a link in place of its own folder", () => {
  const outside = testdir({ "x.txt": "theirs" });
  const dir = testdir({});
  symlinkSync(outside, join(dir, ".spire"));
  expect(() => apply(dir, changes({ "a.txt": "a" }))).toThrow(/goes through none/);
  expect(readTree(outside)).toEqual({ "x.txt": "theirs" });
});

test("replaces no link and no folder by a file", () => {
  const dir = testdir({ "real.txt": "real", "folder/x.txt": "x" });
  symlinkSync("real.txt", join(dir, "link.txt"));
  expect(() => apply(dir, changes({ "link.txt": "new" }))).toThrow(/link\.txt is no plain file/);
  expect(() => apply(dir, changes({ folder: "new" }))).toThrow(/folder is no plain file/);
  expect(readFileSync(join(dir, "real.txt"), "utf8")).toBe("real");
});

test("replaces and deletes no file that was made read-only", () => {
  const dir = testdir({ "a.txt": "a", "b.txt": "b" });
  chmodSync(join(dir, "a.txt"), 0o444);
  expect(() => apply(dir, changes({ "a.txt": "new", "b.txt": "new" }))).toThrow(
    /a\.txt is read-only/,
  );
  expect(() => apply(dir, changes({ "b.txt": "new" }, ["a.txt"]))).toThrow(/a\.txt is read-only/);
  expect(readTree(dir)).toEqual({ "a.txt": "a", "b.txt": "b" });
});

test("refuses a path that differs from a stranger's only in case", () => {
  const dir = testdir({ "src/Sale.ts": "theirs", "Lib/x.ts": "x" });
  const before = readTree(dir);
  expect(() => apply(dir, changes({ "src/sale.ts": "new" }))).toThrow(/src\/Sale\.ts/);
  expect(() => apply(dir, changes({ "lib/y.ts": "new" }))).toThrow(/lib and Lib/);
  expect(readTree(dir)).toEqual(before);
  apply(dir, changes({ "src/sale.ts": "new" }, ["src/Sale.ts"]));
  expect(readTree(dir)).toEqual({ "src/sale.ts": "new", "Lib/x.ts": "x" });
});

test("stops when a file was saved after the plan was made", () => {
  const dir = testdir({ "a.txt": "saved since", "b.txt": "b" });
  const seen = new Map([["a.txt", { kind: "file" as const, text: "a" }]]);
  expect(() => apply(dir, changes({ "a.txt": "new", "b.txt": "new" }), seen)).toThrow(
    /a\.txt was changed while spire was at work/,
  );
  expect(readTree(dir)).toEqual({ "a.txt": "saved since", "b.txt": "b" });
});

test("keeps a folder in which an editor has its swap file", () => {
  const dir = testdir({ "src/a.ts": "a", "src/.a.ts.swp": "swap" });
  apply(dir, changes({}, ["src/a.ts"]));
  expect(readTree(dir)).toEqual({ "src/.a.ts.swp": "swap" });
});

test("refuses to apply a plan with refusals", () => {
  const refusal = { path: "a.txt", reason: "foreign" as const, message: "no" };
  const dir = testdir({});
  expect(() => apply(dir, { ...changes({ "a.txt": "a" }), refusals: [refusal] })).toThrow();
  expect(readTree(dir)).toEqual({});
});

/** Writes a rendering and commits it. */
function commit(dir: string, rendered: RenderedFile[], message: string): void {
  const state = readState(dir, rendered, { writes: () => true });
  apply(
    dir,
    makePlan({
      standings: standingFiles(rendered, state),
      state,
      version: ownVersion(),
      schemaText: "",
    }),
  );
  commitAll(dir, message);
}

test("two branches that both regenerated the same file merge with plain git", () => {
  const dir = testdir({});
  const lines = (first: string, last: string) =>
    [first, ...Array.from({ length: 30 }, (_, index) => `line ${index}`), last, ""].join("\n");
  const file = (first: string, last: string): RenderedFile[] => [
    { path: "src/a.ts", tier: "shared", content: lines(first, last) },
    { path: "src/b.ts", tier: "generated", content: lines(first, last) },
  ];
  commit(dir, file("first", "last"), "base");
  git(dir, "checkout", "-qb", "other");
  commit(dir, file("first", "LAST"), "other");
  git(dir, "checkout", "-q", "main");
  commit(dir, file("FIRST", "last"), "main");
  git(dir, "merge", "-q", "-m", "both", "other");
  expect(readFileSync(join(dir, "src/a.ts"), "utf8")).toBe(lines("FIRST", "LAST"));

  const union = file("FIRST", "LAST");
  const state = readState(dir, union, { writes: () => true });
  expect(state.records.get("src/a.ts")).toHaveLength(2);
  const next = makePlan({
    standings: standingFiles(union, state),
    state,
    version: ownVersion(),
    schemaText: "",
  });
  expect([next.refusals, next.updated, next.unchanged]).toEqual([[], [], ["src/a.ts", "src/b.ts"]]);
});
