import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { digestOf, recordPath } from "../../../generators/project/base-store.ts";
import { FORMER_MODULES } from "../../../generators/typescript/project/moved-modules.ts";
import { generatedProject, regenerate } from "../../support/generated-project.ts";

/** A project as an earlier version laid it out: every moved module stands where it was. */
async function earlierProject(): Promise<string> {
  const dir = await generatedProject("team");
  for (const [path, former] of FORMER_MODULES) {
    const digest = digestOf(readFileSync(join(dir, path), "utf8"));
    for (const [from, to] of [
      [path, former],
      [recordPath(path, digest), recordPath(former, digest)],
    ] as const) {
      mkdirSync(dirname(join(dir, to)), { recursive: true });
      renameSync(join(dir, from), join(dir, to));
    }
  }
  return dir;
}

test("a project of an earlier version gets its modules moved, and a job of one's own finds them", async () => {
  const dir = await earlierProject();
  const formers = [...FORMER_MODULES.values()];
  const importing = (path: string) => `import "../../${path}";\n`;
  mkdirSync(join(dir, "src/jobs/daily"), { recursive: true });
  const job = join(dir, "src/jobs/daily/all.ts");
  writeFileSync(job, formers.map((path) => importing(path.slice("src/".length))).join(""));
  const plan = await regenerate(dir);
  expect(plan.moved.map(({ from, to }) => [to, from]).toSorted()).toEqual(
    [...FORMER_MODULES].toSorted(),
  );
  expect(readFileSync(job, "utf8")).toBe(
    [...FORMER_MODULES.keys()].map((path) => importing(path.slice("src/".length))).join(""),
  );
  expect(formers.filter((path) => existsSync(join(dir, path)))).toEqual([]);
  const again = await regenerate(dir);
  expect([again.writes, again.deletes]).toEqual([[], []]);
});

test("a file of one's own where a module once was stays, whatever is on record", async () => {
  const dir = await generatedProject("team");
  for (const path of FORMER_MODULES.values()) {
    const text = `export const mine = ${JSON.stringify(path)};\n`;
    writeFileSync(join(dir, path), text);
    mkdirSync(dirname(join(dir, recordPath(path, ""))), { recursive: true });
    writeFileSync(join(dir, recordPath(path, digestOf(text))), "");
  }
  const { moved, deleted, disowned } = await regenerate(dir);
  expect([moved, deleted]).toEqual([[], []]);
  expect(disowned.toSorted()).toEqual([...FORMER_MODULES.values()].toSorted());
});
