import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openDatabase } from "../../templates/typescript/src/database/database.ts";
import { makeFilesPrivate } from "../../templates/typescript/src/database/private-folder.ts";
import { openTo, openToAll } from "../support/file-modes.ts";
import { testdir } from "../support/testdir.ts";

// The folder of the embedded database can be read by nobody but its owner.

it("what PGlite writes later, and after a move of its journal, is nobody else's either", async () => {
  const folder = join(testdir(), "data", "db");
  const database = await openDatabase({ folder });
  const run = (statement: string) => database.db.execute(statement);
  await run("create table big (n int)");
  await run("insert into big select generate_series(1, 50000)");
  await run("vacuum full");
  await run("select pg_switch_wal()");
  await run("checkpoint");
  expect(openTo(folder)).toEqual([]);
  await database.close();
  expect(openTo(folder)).toEqual([]);
}, 120_000);

it("no link leads to files outside, and a folder that is no database is left alone", () => {
  const outside = testdir({ "note.txt": "mine", "folder/note.txt": "mine" });
  chmodSync(join(outside, "note.txt"), 0o644);
  const folder = testdir({ PG_VERSION: "18" });
  symlinkSync(outside, join(folder, "link"));
  symlinkSync(join(outside, "note.txt"), join(folder, "note"));
  makeFilesPrivate(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, "PG_VERSION")).mode & 0o777).toBe(0o600);
  expect(statSync(join(outside, "note.txt")).mode & 0o777).toBe(0o644);
  const other = testdir();
  mkdirSync(join(other, "photos"));
  writeFileSync(join(other, "photos", "a.jpg"), "");
  openToAll(other);
  makeFilesPrivate(join(other, "photos"));
  expect(statSync(join(other, "photos")).mode & 0o777).toBe(0o755);
  expect(statSync(join(other, "photos", "a.jpg")).mode & 0o777).toBe(0o644);
});
