import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { digestOf, recordOf, recordPath } from "../../../generators/project/base-store.ts";
import { generatedProject, regenerate } from "../../support/generated-project.ts";
import { runSpire } from "../../support/run-spire.ts";

const PATH = "package.json";

interface PackageJson {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
}

/**
 * The team example as an older spire left it, with another version of a package, and with what the
 * team has made of its package.json since.
 */
async function olderProject(edit: (packageJson: PackageJson) => void) {
  const dir = await generatedProject("team");
  const file = join(dir, PATH);
  const present = readFileSync(file, "utf8");
  const older = present.replace(/"fastify": "[^"]+"/, '"fastify": "4.0.0"');
  expect(older).not.toBe(present);
  rmSync(join(dir, recordPath(PATH, digestOf(present))));
  const { path, content } = recordOf({ path: PATH, content: older, tier: "shared" });
  writeFileSync(join(dir, path), content);
  const edited = JSON.parse(older) as PackageJson;
  edit(edited);
  writeFileSync(file, `${JSON.stringify(edited, null, 2)}\n`);
  return {
    dir,
    present: JSON.parse(present) as PackageJson,
    read: () => readFileSync(file, "utf8"),
  };
}

test("a package of one's own beside one that spire moves on, and a script that went, are no conflict", async () => {
  const { dir, present, read } = await olderProject((edited) => {
    const { fastify = "", ...others } = edited.dependencies;
    edited.dependencies = { "fast-own": "1.0.0", fastify, "fastify-own": "2.0.0", ...others };
    delete edited.scripts["audit"];
    edited.scripts["nightly"] = "node dist/src/nightly.js";
  });
  const { updated, conflicts } = await regenerate(dir);
  expect([updated, conflicts]).toEqual([[PATH], []]);
  const { audit, ...scripts } = present.scripts;
  expect(audit).toBeDefined();
  expect(JSON.parse(read())).toEqual({
    ...present,
    scripts: { ...scripts, nightly: "node dist/src/nightly.js" },
    dependencies: { ...present.dependencies, "fast-own": "1.0.0", "fastify-own": "2.0.0" },
  });
});

test("a version that both changed is a conflict, and --ours keeps the team's", async () => {
  const { dir, read } = await olderProject((edited) => {
    edited.dependencies["fastify"] = "4.9.9";
    edited.dependencies["own"] = "1.0.0";
  });
  const before = read();
  const refused = await runSpire(["gen", "-C", dir]);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.stderr).toContain(PATH);
  expect(read()).toBe(before);
  const { exitCode } = await runSpire(["gen", "-C", dir, "--ours", PATH]);
  expect(exitCode).toBe(0);
  expect((JSON.parse(read()) as PackageJson).dependencies).toMatchObject({
    fastify: "4.9.9",
    own: "1.0.0",
  });
});
