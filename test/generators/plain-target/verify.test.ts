import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { driftOf } from "../../../generators/plan/drift.ts";
import { verify } from "../../../verify/verify.ts";
import { generatePlain, library } from "./library.ts";
import { plainTarget } from "./plain-target.ts";

async function verified(dir: string) {
  const { project, plan } = await generatePlain(dir, { dryRun: true });
  const shown: string[] = [];
  const verification = await verify(dir, project, plainTarget, driftOf(plan), {
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
