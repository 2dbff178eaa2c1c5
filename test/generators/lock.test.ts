import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync, utimesSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LOCK_FILE, LockedError, takeLock } from "../../generators/lock.ts";
import { readTree } from "../support/read-tree.ts";
import { testdir } from "../support/testdir.ts";

function holder(changes: object): string {
  const now = { pid: process.pid, host: hostname(), since: new Date().toISOString(), started: "" };
  return JSON.stringify({ ...now, ...changes });
}

function deadProcess(): number {
  return spawnSync(process.execPath, ["-e", "0"]).pid;
}

test("leaves nothing behind in a folder that had nothing", async () => {
  const dir = join(testdir({}), "new/project");
  const release = await takeLock(dir);
  expect(Object.keys(readTree(dir))).toEqual([LOCK_FILE]);
  release();
  expect(existsSync(join(dir, ".."))).toBe(false);
});

test("a second run is told who holds the project, and gets it after that", async () => {
  const dir = testdir({});
  const release = await takeLock(dir);
  await expect(takeLock(dir)).rejects.toThrow(LockedError);
  await expect(takeLock(dir)).rejects.toThrow(`process ${process.pid} on ${hostname()}`);
  release();
  (await takeLock(dir))();
});

test("a second run gets the project as soon as the first gives it back", async () => {
  const dir = testdir({});
  const release = await takeLock(dir);
  const second = takeLock(dir);
  release();
  (await second)();
  expect(readTree(dir)).toEqual({});
});

test("of many that want the lock of a dead process, one has it at a time", async () => {
  const dir = testdir({ [LOCK_FILE]: holder({ pid: deadProcess() }) });
  let inside = 0;
  const most: number[] = [];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const release = await takeLock(dir);
      most.push((inside += 1));
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      release();
    }),
  );
  expect(most).toEqual(Array.from({ length: 8 }, () => 1));
});

test.each([
  ["of a process that is gone", () => holder({ pid: deadProcess() })],
  ["of a process whose number is used again", () => holder({ pid: process.pid, started: "1" })],
  ["in which the killed process wrote no words", () => ""],
])("takes over a lock %s", async (_, words) => {
  const dir = testdir({ [LOCK_FILE]: words() });
  const release = await takeLock(dir);
  expect(readFileSync(join(dir, LOCK_FILE), "utf8")).toContain(`"pid":${process.pid}`);
  release();
  expect(readTree(dir)).toEqual({});
});

test("leaves the lock of another machine until it is ten minutes old", async () => {
  const dir = testdir({ [LOCK_FILE]: holder({ host: "elsewhere", pid: deadProcess() }) });
  await expect(takeLock(dir)).rejects.toThrow(/on elsewhere/);
  const longAgo = Date.now() / 1000 - 11 * 60;
  utimesSync(join(dir, LOCK_FILE), longAgo, longAgo);
  (await takeLock(dir))();
});

test("writes no lock through a link that leads out", async () => {
  const outside = testdir({});
  const dir = testdir({});
  symlinkSync(outside, join(dir, ".spire"));
  await expect(takeLock(dir)).rejects.toThrow(/leads out/);
  expect(readTree(outside)).toEqual({});
});
