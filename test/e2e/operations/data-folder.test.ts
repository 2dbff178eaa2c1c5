import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { generatedProject } from "../../support/generated-project.ts";
import { openTo, openToAll } from "../../support/file-modes.ts";
import { buildProject, startProject } from "../../support/running-project.ts";
import { testdir } from "../../support/testdir.ts";
import { runCommand } from "./support/workshop.ts";

// Where the embedded database is, and who can read it.

let dir: string;
beforeAll(async () => {
  dir = await generatedProject("team");
  await buildProject(dir);
});

const EMBEDDED = { DATABASE_URL: undefined };

it("production takes no folder by itself, and least of all what `npm run dev` made", async () => {
  await expect(startProject(dir, EMBEDDED)).rejects.toThrow(/DATA_DIR .*embedded database\.$/m);
  expect(existsSync(join(dir, ".data"))).toBe(false);
  await (await startProject(dir, { ...EMBEDDED, NODE_ENV: "development" })).stop();
  const end = startProject(dir, EMBEDDED);
  await expect(end).rejects.toThrow(`the one in ${join(dir, ".data", "db")} is that of`);
  await expect(end).rejects.not.toThrow(/^\s+at /m);
  const named = startProject(dir, { ...EMBEDDED, DATA_DIR: ".data" });
  await expect(named).rejects.toThrow("Demo users of `npm run dev`");
}, 120_000);

it.each([
  ["/proc/nothing/here", "cannot be made"],
  ["package.json", "cannot be made"],
])("a folder that cannot be, such as %s, is said in a sentence", async (DATA_DIR, sentence) => {
  const end = startProject(dir, { ...EMBEDDED, DATA_DIR });
  await expect(end).rejects.toThrow(sentence);
  await expect(end).rejects.not.toThrow(/^\s+at /m);
});

it("production takes the folder that DATA_DIR names, again and again, and nobody else reads it", async () => {
  const DATA_DIR = join(testdir(), "shop", "data");
  const start = () => startProject(dir, { ...EMBEDDED, DATA_DIR });
  const first = await start();
  expect(readdirSync(DATA_DIR)).toContain("db");
  expect(openTo(DATA_DIR)).toEqual([]);
  await first.stop();
  expect(openTo(DATA_DIR)).toEqual([]);
  openToAll(join(DATA_DIR, "db"));
  expect(openTo(DATA_DIR).length).toBeGreaterThan(500);
  const second = await start();
  expect(openTo(DATA_DIR)).toEqual([]);
  await second.stop();
  expect(openTo(DATA_DIR)).toEqual([]);
  const command = await runCommand(dir, ["audit"], { DATA_DIR });
  expect(command).toMatchObject({ exitCode: 0, all: "No entry is like that." });
}, 120_000);
