import { expect, test } from "vitest";
import { recordOf } from "../../../generators/project/base-store.ts";
import { comingTexts, type Standing, standingFiles } from "../../../generators/project/standing.ts";
import { readState } from "../../../generators/project/state.ts";
import type { RenderedFile } from "../../../generators/target.ts";
import { testdir } from "../../support/testdir.ts";

const rendered = (path: string, more: Partial<RenderedFile> = {}): RenderedFile => {
  return { path, content: "new\n", tier: "shared", ...more };
};

/** Where the files stand in a project that has the others, of which some are on record as written. */
function stand(
  files: RenderedFile[],
  disk: Record<string, string>,
  recorded: Record<string, string> = {},
): Partial<Standing>[] {
  const records = Object.entries(recorded).map(([path, content]): [string, string] => {
    const record = recordOf({ path, content, tier: "shared" });
    return [record.path, record.content];
  });
  const dir = testdir({ ...disk, ...Object.fromEntries(records) });
  const state = readState(dir, files, { writes: () => true });
  return standingFiles(files, state);
}

test("a file that nobody has written comes, one that spire wrote last is written", () => {
  const files = [rendered("a.ts"), rendered("b.ts")];
  const standings = stand(files, { "b.ts": "old\n" }, { "b.ts": "old\n" });
  expect(standings).toMatchObject([
    { from: "a.ts", text: undefined, obstacle: null, verdict: "write" },
    { from: "b.ts", text: "old\n", obstacle: null, verdict: "write" },
  ]);
  expect([...comingTexts(standings as Standing[]).keys()]).toEqual(["a.ts"]);
});

test("a renamed file stands at its old path, under whose name it is on record", () => {
  const files = [rendered("b.ts", { renamedFrom: ["a.ts"] })];
  expect(stand(files, { "a.ts": "mine\n" }, { "a.ts": "old\n" })).toMatchObject([
    { from: "a.ts", text: "mine\n", recordedAt: "a.ts", verdict: "merge" },
  ]);
});

test("of several places where a file may have been, the first that holds spire's own is taken", () => {
  const files = [rendered("d.ts", { renamedFrom: ["a.ts", "b.ts", "c.ts"] })];
  const disk = { "a.ts": "somebody's\n", "b.ts": "mine\n", "c.ts": "old\n" };
  expect(stand(files, disk, { "b.ts": "old\n", "c.ts": "old\n" })).toMatchObject([
    { from: "b.ts", text: "mine\n", verdict: "merge" },
  ]);
});

test("the path that a renamed file leaves is free for another", () => {
  const files = [rendered("b.ts", { renamedFrom: ["a.ts"] }), rendered("a.ts")];
  const [, other] = stand(files, { "a.ts": "mine\n" }, { "a.ts": "old\n" });
  expect(other).toMatchObject({ from: "a.ts", text: undefined, records: [], verdict: "write" });
});

test("a file that was set aside is taken up where it waits", () => {
  const standings = stand([rendered("a.ts")], { "a.ts.orphan": "mine\n" }, { "a.ts": "old\n" });
  expect(standings).toMatchObject([{ from: "a.ts.orphan", text: "mine\n", verdict: "merge" }]);
});

test("a folder in the file's place is an obstacle, and no text", () => {
  expect(stand([rendered("a.ts")], { "a.ts/b.ts": "" })).toMatchObject([
    { text: undefined, obstacle: "is a folder" },
  ]);
});
