import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { recordOf } from "../../../generators/project/base-store.ts";
import {
  type Change,
  contentDigest,
  JOURNAL,
  writeJournal,
} from "../../../generators/apply/journal.ts";
import { recoverProject } from "./support/recover-project.ts";
import { readTree } from "../../support/read-tree.ts";
import { testdir } from "../../support/testdir.ts";

const STAGED = `${JOURNAL}/new`;
const REPLACED = `${JOURNAL}/old`;

function digest(text: string | null): string | null {
  return text === null ? null : contentDigest(text);
}

/** A run that was interrupted right after it had written its journal, before its first move. */
function interrupted(
  dir: string,
  texts: [path: string, before: string | null, after: string | null][],
) {
  const changes: Change[] = [];
  for (const [path, before, after] of texts) {
    changes.push({ path, before: digest(before), after: digest(after) });
    if (after !== null) put(dir, `${STAGED}/${path}`, after);
  }
  writeJournal(dir, { changes, folders: [] }, "forward");
}

function put(dir: string, path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

test("does nothing where no run was interrupted", () => {
  const dir = testdir({ "a.txt": "a" });
  expect(recoverProject(dir)).toBeNull();
  expect(readTree(dir)).toEqual({ "a.txt": "a" });
});

test("removes what was only staged", () => {
  const dir = testdir({
    "a.txt": "a",
    [`${STAGED}/a.txt`]: "half of the n",
    [`${JOURNAL}/draft.json`]: "{",
  });
  expect(recoverProject(dir)).toBeNull();
  expect(readTree(dir)).toEqual({ "a.txt": "a" });
});

test("completes what was written down", () => {
  const dir = testdir({ "a.txt": "a", "old/b.txt": "b" });
  interrupted(dir, [
    ["old/b.txt", "b", null],
    ["a.txt", "a", "new"],
    ["c/d.txt", null, "d"],
  ]);
  expect(recoverProject(dir)).toEqual({ outcome: "completed", edited: [] });
  expect(readTree(dir)).toEqual({ "a.txt": "new", "c/d.txt": "d" });
});

test("leaves a file that was edited since the interruption, with its record in the base store", () => {
  const old = recordOf({ path: "a.txt", content: "a", tier: "shared" });
  const next = recordOf({ path: "a.txt", content: "new", tier: "shared" });
  const dir = testdir({ "a.txt": "a, edited since", "b.txt": "b", [old.path]: old.content });
  interrupted(dir, [
    [old.path, old.content, null],
    ["a.txt", "a", "new"],
    ["b.txt", "b", "new"],
    [next.path, null, next.content],
  ]);
  expect(recoverProject(dir)).toEqual({ outcome: "completed", edited: ["a.txt"] });
  expect(readTree(dir)).toEqual({
    "a.txt": "a, edited since",
    "b.txt": "new",
    [old.path]: old.content,
  });
});

test("keeps an edit that was made in a file that had reached its place already", () => {
  const dir = testdir({ "a.txt": "new, edited since", "b.txt": "b" });
  interrupted(dir, [
    ["a.txt", "a", "new"],
    ["b.txt", "b", "new"],
  ]);
  // The staged file is gone: it was moved.
  put(dir, `${REPLACED}/a.txt`, "a");
  rmSync(join(dir, `${STAGED}/a.txt`));
  expect(recoverProject(dir)?.outcome).toBe("completed");
  expect(readTree(dir)).toEqual({ "a.txt": "new, edited since", "b.txt": "new" });
});

test("undoes the run when a power cut has emptied a staged file", () => {
  const dir = testdir({ "a.txt": "new", "b.txt": "b" });
  interrupted(dir, [
    ["a.txt", "a", "new"],
    ["b.txt", "b", "new"],
  ]);
  put(dir, `${REPLACED}/a.txt`, "a");
  rmSync(join(dir, `${STAGED}/a.txt`));
  put(dir, `${STAGED}/b.txt`, "");
  expect(recoverProject(dir)).toEqual({ outcome: "undone", edited: [] });
  expect(readTree(dir)).toEqual({ "a.txt": "a", "b.txt": "b" });
});

test("leaves a folder or link that has taken a file's place since", () => {
  const dir = testdir({ "a.txt/inside.txt": "theirs", "real.txt": "real" });
  symlinkSync("real.txt", join(dir, "b.txt"));
  interrupted(dir, [
    ["a.txt", "a", "new"],
    ["b.txt", "b", "new"],
  ]);
  expect(recoverProject(dir)).toEqual({ outcome: "completed", edited: ["a.txt", "b.txt"] });
  expect(readTree(dir)).toMatchObject({ "a.txt/inside.txt": "theirs", "real.txt": "real" });
});

test("moves nothing through a link that leads out", () => {
  const outside = testdir({ "a.txt": "a" });
  const dir = testdir({});
  symlinkSync(outside, join(dir, "src"));
  interrupted(dir, [["src/a.txt", "a", "new"]]);
  expect(() => recoverProject(dir)).toThrow(/goes through none/);
  expect(readTree(outside)).toEqual({ "a.txt": "a" });
});
