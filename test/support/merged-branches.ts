import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { generate } from "../../generators/generate.ts";
import { MANIFEST_FILE } from "../../schema/load.ts";
import { testdir } from "./testdir.ts";

export const MANIFEST = `spire: 1
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

export function git(dir: string, ...args: string[]): string {
  return execFileSync("git", [...IDENTITY, ...args], { cwd: dir, encoding: "utf8" });
}

export function edit(dir: string, path: string, from: string, to: string): void {
  const before = readFileSync(join(dir, path), "utf8");
  expect(before).toContain(from);
  writeFileSync(join(dir, path), before.replace(from, to));
}

export async function regenerate(dir: string): Promise<void> {
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

/** The views with a hand-written line, one from each branch. */
export const detail = "src/apps/note/views/detail.ts";
export const list = "src/apps/note/views/list.ts";

/**
 * A repository whose branches `one` and `two` each edited the manifest and a view and regenerated;
 * git has merged them, and nothing was generated since.
 */
export async function mergedBranches(): Promise<string> {
  const dir = await repository();

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
  return dir;
}
