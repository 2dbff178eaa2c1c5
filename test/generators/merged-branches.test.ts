import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../../bin/generate.ts";
import { filesWithMarkers } from "../../generators/markers.ts";
import { MANIFEST_FILE } from "../../schema/load.ts";
import { readTree } from "../support/read-tree.ts";
import { testdir } from "../support/testdir.ts";

const MANIFEST = `spire: 1
project: { name: shop, target: typescript }
apps:
  note:
    models:
      Note:
        fields:
          title: { type: string, max_length: 80 }
          is_done: boolean
    views:
      list: { kind: list, links: [create, detail] }
      detail: { kind: detail }
      create: { kind: create }
  task:
    models:
      Task:
        fields:
          name: { type: string, max_length: 80 }
    views:
      list: { kind: list }
`;

const IDENTITY = ["-c", "user.name=a", "-c", "user.email=a@example.com"];

function git(dir: string, ...args: string[]): string {
  return execFileSync("git", [...IDENTITY, ...args], { cwd: dir, encoding: "utf8" });
}

function edit(dir: string, path: string, from: string, to: string): void {
  const before = readFileSync(join(dir, path), "utf8");
  expect(before).toContain(from);
  writeFileSync(join(dir, path), before.replace(from, to));
}

async function regenerate(dir: string): Promise<void> {
  const { plan, diagnostics } = await generate(dir);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(plan?.refusals).toEqual([]);
}

async function repository(): Promise<string> {
  const dir = testdir({ [MANIFEST_FILE]: MANIFEST });
  await regenerate(dir);
  git(dir, "init", "--quiet", "--initial-branch=main");
  git(dir, "add", "-A");
  git(dir, "commit", "--quiet", "-m", "start");
  return dir;
}

test("two branches that both edit and regenerate merge with git, and the next run makes the union", async () => {
  const dir = await repository();
  const detail = "src/apps/note/views/detail.ts";
  const list = "src/apps/note/views/list.ts";

  git(dir, "checkout", "--quiet", "-b", "one");
  edit(
    dir,
    MANIFEST_FILE,
    "links: [create, detail] }",
    "links: [create, detail] }\n      update: { kind: update }",
  );
  edit(
    dir,
    MANIFEST_FILE,
    "is_done: boolean",
    "is_done: boolean\n          rank: { type: integer, default: 0 }",
  );
  edit(dir, detail, "@loginRequired", "// by one\n@loginRequired");
  await regenerate(dir);
  git(dir, "add", "-A");
  git(dir, "commit", "--quiet", "-m", "one");

  git(dir, "checkout", "--quiet", "main");
  git(dir, "checkout", "--quiet", "-b", "two");
  edit(
    dir,
    MANIFEST_FILE,
    "create: { kind: create }",
    "create: { kind: create }\n      delete: { kind: delete }",
  );
  edit(
    dir,
    MANIFEST_FILE,
    "name: { type: string, max_length: 80 }",
    "name: { type: string, max_length: 80 }\n          color: { type: string, max_length: 9, default: red }",
  );
  edit(dir, list, "@loginRequired", "// by two\n@loginRequired");
  await regenerate(dir);
  git(dir, "add", "-A");
  git(dir, "commit", "--quiet", "-m", "two");

  git(dir, "merge", "--quiet", "--no-edit", "one");
  expect(filesWithMarkers(dir)).toEqual([]);
  await regenerate(dir);
  const merged = readTree(dir);
  expect(merged[detail]).toContain("// by one");
  expect(merged[list]).toContain("// by two");
  expect(Object.keys(merged).filter((path) => path.endsWith(".orphan"))).toEqual([]);

  // The same manifest in a new project, with the two hand-written lines put in.
  const fresh = testdir({ [MANIFEST_FILE]: merged[MANIFEST_FILE] ?? "" });
  await regenerate(fresh);
  edit(fresh, detail, "@loginRequired", "// by one\n@loginRequired");
  edit(fresh, list, "@loginRequired", "// by two\n@loginRequired");
  const withoutHistory = (tree: Record<string, string>) =>
    Object.fromEntries(Object.entries(tree).filter(([path]) => !path.startsWith("migrations/")));
  expect(withoutHistory(merged)).toEqual(withoutHistory(readTree(fresh)));

  await regenerate(dir);
  expect(readTree(dir)).toEqual(merged);
});

test("git takes both branches' lines of every generated file, and of no other source", async () => {
  const dir = testdir({ [MANIFEST_FILE]: MANIFEST });
  await regenerate(dir);
  git(dir, "init", "--quiet");
  const paths = Object.keys(readTree(dir)).filter((path) => !path.startsWith(".spire/"));
  const union = git(dir, "check-attr", "merge", "--", ...paths)
    .split("\n")
    .filter((line) => line.endsWith(": union"))
    .map((line) => line.replace(": merge: union", ""));
  // The records of generated files are empty; those of shared files hold a text.
  const records = readTree(join(dir, ".spire/base"));
  const generated = Object.keys(records)
    .filter((name) => records[name] === "" && !name.endsWith(".made-once"))
    .map((name) => name.replace(/\.[0-9a-f]{16}$/, ""))
    .filter((path) => !/^tests\/.*\.ts$/.test(path));
  expect(union.toSorted()).toEqual([...generated, "migrations/meta/_journal.json"].toSorted());
});
