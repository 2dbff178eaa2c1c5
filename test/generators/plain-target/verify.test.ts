import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { driftOf } from "../../../generators/plan/drift.ts";
import { editableTexts } from "../../../generators/project/own-texts.ts";
import { verify } from "../../../verify/verify.ts";
import { generatePlain, library } from "./library.ts";
import { plainTarget } from "./plain-target.ts";

async function verified(dir: string) {
  const { project, plan, state } = await generatePlain(dir, { dryRun: true });
  const shown: string[] = [];
  const verification = await verify(dir, project, plainTarget, driftOf(plan), {
    editable: editableTexts(dir, state, plainTarget.ignoredFiles),
    show: (title, work) => {
      shown.push(title);
      return work();
    },
  });
  return { ...verification, shown };
}

async function generated(): Promise<string> {
  const dir = library();
  await generatePlain(dir);
  return dir;
}

test("a project of plain texts is proven by its target's own checks and tests", async () => {
  const { ok, steps, shown, tests, proven, notVerified } = await verified(await generated());
  expect(steps.filter((step) => !step.ok)).toEqual([]);
  expect(ok).toBe(true);
  expect(steps.map(({ name, note }) => [name, note])).toEqual([
    ["drift", undefined],
    ["install", "nothing to install"],
    ["count", "2 at the top"],
    ["test", "2 passed"],
  ]);
  expect(shown).toEqual([
    "Compare with the manifest",
    "Install",
    "Count the texts",
    "Test every guard",
  ]);
  expect(tests).toEqual({ passed: 2, failed: 0, skipped: 0 });
  expect(proven).toMatchObject({ apps: 2, views: 3, permissions: 9 });
  expect(proven?.cells).toBeGreaterThan(2);
  expect(notVerified).toContain("Nobody has read the texts aloud.");
});

test("a test that fails is named with its place, and nothing is proven", async () => {
  const dir = await generated();
  appendFileSync(join(dir, "shelf/list.txt"), `note: ${"long ".repeat(20)}\n`);
  const { ok, steps, tests, proven } = await verified(dir);
  expect([ok, proven]).toEqual([false, null]);
  expect(tests).toEqual({ passed: 1, failed: 1, skipped: 0 });
  const failed = steps.filter((step) => !step.ok);
  expect(failed.map(({ name, note }) => [name, note])).toEqual([["test", "1 passed, 1 failed"]]);
  expect(failed[0]?.output).toMatch(
    /^shelf\/list\.txt:5 no line is too long\n {2}found: note: long/,
  );
});

test("a project that differs from its manifest is not even installed", async () => {
  const dir = await generated();
  appendFileSync(join(dir, "permissions.txt"), "shelf.can_do_more\n");
  const { ok, steps } = await verified(dir);
  expect([ok, steps.map(({ name }) => name)]).toEqual([false, ["drift"]]);
  expect(steps[0]?.output).toContain("permissions.txt");
});

test("a condition that no test can judge is named with its place, in edited files and in own ones", async () => {
  const dir = await generated();
  appendFileSync(join(dir, "shelf/list.txt"), "open unless locked\n");
  writeFileSync(join(dir, "mine.txt"), "shut unless \u001b[2Jopen\n");
  const { ok, notVerified } = await verified(dir);
  expect(ok).toBe(true);
  const places = notVerified.filter((sentence) => sentence.includes(": not verified. "));
  expect(places).toEqual([
    expect.stringMatching(/^mine\.txt:1: .*: shut unless {2}\[2Jopen$/),
    expect.stringMatching(/^shelf\/list\.txt:\d+: .*: open unless locked$/),
  ]);
});
