import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { FolderInUse, lockFolder } from "../../templates/typescript/src/database/folder-lock.ts";
import { cleanUp } from "../support/clean-up.ts";
import { testdir } from "../support/testdir.ts";

const MODULE = join(import.meta.dirname, "../../templates/typescript/src/database/folder-lock.ts");

/** Another process that holds the folder until it is killed. */
async function holder(folder: string) {
  const script = `
    const { lockFolder } = await import(${JSON.stringify(MODULE)});
    await lockFolder(${JSON.stringify(folder)});
    console.log("held");
    setInterval(() => {}, 1000);`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  cleanUp(() => child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
}

it("holds the folder until it is given back, and leaves nothing", async () => {
  const folder = join(testdir(), "db");
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(FolderInUse);
  release();
  (await lockFolder(folder))();
  await expect.poll(() => existsSync(`${folder}.lock`)).toBe(false);
});

it("is released by a death, also by one that cleans nothing up", async () => {
  const folder = join(testdir(), "db");
  const die = await holder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(/in use by another process/);
  await die();
  expect(existsSync(`${folder}.lock`)).toBe(true);
  (await lockFolder(folder))();
});

it("goes to one of many that find it dead", async () => {
  const folder = join(testdir(), "db");
  await (
    await holder(folder)
  )();
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const each of outcomes) if (each.status === "fulfilled") each.value();
});

it.each([
  ["a process number, as it was written once", (file: string) => writeFileSync(file, "1")],
  ["a link to nowhere", (file: string) => symlinkSync("/nowhere", file)],
])("is not held by %s", async (_, put) => {
  const folder = join(testdir(), "db");
  put(`${folder}.lock`);
  (await lockFolder(folder))();
});

it("says so when the path is too long for a socket", async () => {
  const folder = join(testdir(), "x".repeat(120), "db");
  mkdirSync(join(folder, ".."), { recursive: true });
  await expect(lockFolder(folder)).rejects.toThrow(/too long a path/);
});
