import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { LOCK_FILE, takeLock } from "../../../generators/apply/lock.ts";
import { packageRoot } from "../../../schema/package-root.ts";
import { readTree } from "../../support/read-tree.ts";
import { command, runSpire } from "../../support/run-spire.ts";
import { testdir } from "../../support/testdir.ts";

const FAULT = join(packageRoot, "test/generators/apply/crash/fault.cjs");
const HAND = "\n// by hand: keep me\n";
/** Tried with every call under SPIRE_LONG, else with so many spread over the run. */
const POINTS = process.env.SPIRE_LONG ? Infinity : 6;

const work = testdir();
const shop = join(work, "shop");
/** A shared file of the starter project. */
const mine = "src/apps/notes/views/create.ts";

beforeAll(async () => {
  await runSpire(["new", "project", "shop"], { cwd: work });
  writeFileSync(join(shop, mine), readFileSync(join(shop, mine), "utf8") + HAND);
});

let copies = 0;
function project(): string {
  const dir = join(work, `copy-${(copies += 1)}`);
  cpSync(shop, dir, { recursive: true });
  return dir;
}

/** Runs the command with the fault; whether it was killed. */
function interrupt(args: string[], fault: string, at: number, count = ""): Promise<boolean> {
  const env = { ...process.env, FAULT: fault, FAULT_AT: `${at}`, FAULT_COUNT: count };
  const child = spawn(process.execPath, ["--require", FAULT, command, ...args], {
    env,
    stdio: "ignore",
  });
  return new Promise((resolve) => child.on("close", (_, signal) => resolve(signal === "SIGKILL")));
}

/** Numbers of calls at which to kill a command that makes `last` of them. */
async function pointsOf(args: string[]): Promise<number[]> {
  const count = join(work, "count");
  await interrupt(args, "count", 0, count);
  const last = Number(readFileSync(count, "utf8"));
  const step = Math.max(1, Math.floor(last / POINTS));
  return Array.from({ length: Math.floor(last / step) }, (_, index) => index * step + 1);
}

describe("a command that was killed", () => {
  const addApp = (dir: string) => ["new", "app", "customer", "--model", "Customer", "-C", dir];

  test("is completed or undone by the next one, and every hand edit is there", async () => {
    const whole = project();
    const points = await pointsOf(addApp(whole));
    const [old, next] = [readTree(shop), readTree(whole)];
    expect(next[mine]).toContain(HAND);
    const outcomes = new Set<string>();
    const told = new Set<string>();
    for (const point of points) {
      const dir = project();
      expect(await interrupt(addApp(dir), "before", point)).toBe(true);
      const { exitCode, stderr } = await runSpire(["gen", "-C", dir]);
      expect(exitCode, `point ${point}: ${stderr}`).toBe(0);
      const isNew = readFileSync(join(dir, "spire.yaml"), "utf8").includes("customer");
      outcomes.add(isNew ? "new" : "old");
      told.add(stderr);
      expect(readTree(dir), `point ${point}`).toEqual(isNew ? next : old);
    }
    expect(outcomes).toEqual(new Set(["old", "new"]));
    expect([...told].join("\n")).toContain("An interrupted run was completed first.");
  }, 600_000);

  test("leaves a folder in which the project can be made, or the whole project", async () => {
    const args = (dir: string) => ["new", "project", dir];
    const points = await pointsOf(args(join(work, "made")));
    for (const point of points) {
      const dir = join(work, "again", "made");
      rmSync(dir, { recursive: true, force: true });
      expect(await interrupt(args(dir), "before", point)).toBe(true);
      const { exitCode, stderr } = await runSpire(args(dir));
      if (exitCode !== 0) expect(stderr).toContain("E_FOLDER_NOT_EMPTY");
      expect(readTree(dir), `point ${point}`).toEqual(readTree(join(work, "made")));
    }
  }, 600_000);
});

test("two commands that add to the manifest at once both have their way", async () => {
  const dir = project();
  const runs = ["customer", "supplier"].map((app) => runSpire(["new", "app", app, "-C", dir]));
  for (const { exitCode, stderr } of await Promise.all(runs)) {
    expect([exitCode, stderr]).toEqual([0, ""]);
  }
  const manifest = readFileSync(join(dir, "spire.yaml"), "utf8");
  expect(manifest).toContain("customer:");
  expect(manifest).toContain("supplier:");
  expect(existsSync(join(dir, LOCK_FILE))).toBe(false);
});

test.each(["gen", "gen --check"])(
  "%s says who holds the project, and writes nothing",
  async (words) => {
    const dir = project();
    const release = await takeLock(dir);
    const before = readTree(dir);
    const { exitCode, stderr } = await runSpire([...words.split(" "), "-C", dir]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `E_LOCKED Another run is writing this project: process ${process.pid} on ${hostname()}`,
    );
    expect(readTree(dir)).toEqual(before);
    release();
  },
);

test("gen in a folder without a project makes nothing there", async () => {
  const dir = testdir();
  const { exitCode } = await runSpire(["gen", "-C", join(dir, "nowhere")]);
  expect(exitCode).toBe(2);
  expect((await runSpire(["new", "app", "x", "-C", dir])).exitCode).toBe(2);
  expect(readTree(dir)).toEqual({});
  expect(existsSync(join(dir, ".spire"))).toBe(false);
});
