import { MANIFEST_FILE } from "../../schema/load.ts";
import { editFile } from "./edit-file.ts";
import { regenerate } from "./generated-project.ts";
import { commitAll, git } from "./git.ts";
import { testdir } from "./testdir.ts";

/** Two small apps, for branches that change one each. */
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

/** The project of that manifest, committed as it was generated. */
export async function repository(): Promise<string> {
  const dir = testdir({ [MANIFEST_FILE]: MANIFEST });
  await regenerate(dir);
  commitAll(dir, "start");
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
  editFile(
    dir,
    MANIFEST_FILE,
    "links: [create, detail] }",
    "links: [create, detail] }\n      update: { kind: update }",
  );
  editFile(
    dir,
    MANIFEST_FILE,
    "is_done: boolean",
    "is_done: boolean\n          rank: { type: integer, default: 0 }",
  );
  editFile(dir, detail, "@loginRequired", "// by one\n@loginRequired");
  await regenerate(dir);
  commitAll(dir, "one");

  git(dir, "checkout", "--quiet", "main");
  git(dir, "checkout", "--quiet", "-b", "two");
  editFile(
    dir,
    MANIFEST_FILE,
    "create: { kind: create }",
    "create: { kind: create }\n      delete: { kind: delete }",
  );
  editFile(
    dir,
    MANIFEST_FILE,
    "name: { type: string, max_length: 80 }",
    "name: { type: string, max_length: 80 }\n          color: { type: string, max_length: 9, default: red }",
  );
  editFile(dir, list, "@loginRequired", "// by two\n@loginRequired");
  await regenerate(dir);
  commitAll(dir, "two");

  git(dir, "merge", "--quiet", "--no-edit", "one");
  return dir;
}
