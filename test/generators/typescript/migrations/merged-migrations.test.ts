import { execa } from "execa";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Field } from "../../../../schema/project.ts";
import { readTree } from "../../../support/read-tree.ts";
import { testdir } from "../../../support/testdir.ts";
import { app, field, model } from "../../fixture-project.ts";
import { database, migrate, sqlFiles, type History } from "./history.ts";

const name = field("name", "string");
const size = field("size", "integer", { default: 1 });
const note = field("note", "text", { null: true });
const shop = (...fields: Field[]) => [app("shop", [model("shop", "Item", fields)])];
const ATTRIBUTES = "migrations/meta/_journal.json merge=union\n";

/** What git makes of the histories of two branches that began with `base`. */
async function mergedByGit(base: History, one: History, other: History): Promise<History> {
  const dir = testdir({
    ".gitattributes": ATTRIBUTES,
    ...Object.fromEntries(base),
  });
  const git = (...args: string[]) =>
    execa("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args], { cwd: dir });
  const commit = async (history: History) => {
    for (const [path, text] of history) await writeFile(join(dir, path), text);
    await git("add", ".");
    await git("commit", "-m", "next");
  };
  await git("init", "-b", "main");
  await commit(base);
  await git("checkout", "-b", "other");
  await commit(other);
  await git("checkout", "main");
  await commit(one);
  await git("merge", "other");
  const tree = Object.entries(readTree(dir)).filter(([path]) => path.startsWith("migrations/"));
  return new Map(tree.map(([path, text]) => [path, String(text)]));
}

test("two branches' migrations merge with git, and the next generation makes one line of them", async () => {
  const base = await migrate(shop(name));
  const one = await migrate(shop(name, size), base);
  const other = await migrate(shop(name, note), base);
  const merged = await mergedByGit(base, one, other);
  const union = await migrate(shop(name, size, note), merged);
  expect(sqlFiles(union)).toHaveLength(3);
  expect(await migrate(shop(name, size, note), union)).toEqual(union);
  for (const [path, text] of merged) if (path.endsWith(".sql")) expect(union.get(path)).toBe(text);

  // A database of either branch, and a new one, come to the same.
  for (const before of [one, other, base, null]) {
    const { apply, rows } = await database();
    if (before !== null) {
      await apply(before);
      await rows(`insert into shop_item (name) values ('kept')`);
    }
    await apply(union);
    await apply(union);
    const kept = await rows(`select name, size, note from shop_item`);
    expect(kept).toEqual(before === null ? [] : [{ name: "kept", size: 1, note: null }]);
  }

  const next = await migrate(shop(name, size), union, { allowDataLoss: true });
  expect(sqlFiles(next)).toHaveLength(4);
  const { apply } = await database();
  await apply(next);
});

test("two branches that change the same column are told which migrations they are", async () => {
  const base = await migrate(shop(name));
  const one = await migrate(shop(name, size), base);
  const other = await migrate(shop(name, { ...size, default: 2 }), base);
  const merged = new Map(await mergedByGit(base, one, other));
  const joining = migrate(shop(name, size), merged);
  await expect(joining).rejects.toMatchObject({ code: "E_CANNOT_RENDER" });
  await expect(joining).rejects.toThrow(
    /0001_\w+ and 0001_\w+, .* both change shop_item.columns.size/,
  );

  for (const path of other.keys()) if (!one.has(path)) merged.delete(path);
  const union = await migrate(shop(name, size), merged);
  const { apply, rows } = await database();
  await apply(union);
  await rows(`insert into shop_item (name) values ('a')`);
  expect(await rows(`select size from shop_item`)).toEqual([{ size: 1 }]);
  expect(await migrate(shop(name, size), union)).toEqual(union);
});
