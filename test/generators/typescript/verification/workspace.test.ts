import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  missingPackages,
  packageProgram,
} from "../../../../generators/typescript/verification/installed-packages.ts";
import { installRoot } from "../../../../generators/typescript/verification/workspace.ts";
import { testdir } from "../../../support/testdir.ts";

/** A monorepo with a project in `apps/shop`. */
function monorepo(files: Record<string, string>): { root: string; project: string } {
  const root = testdir({
    "apps/shop/package.json": '{"dependencies":{"a":"1.0.0"},"devDependencies":{"b":"1.0.0"}}',
    ...files,
  });
  return { root, project: join(root, "apps/shop") };
}

test.each([
  ["npm and Yarn", { "package.json": '{"workspaces":["apps/*"]}' }],
  ["a folder by name", { "package.json": '{"workspaces":["./apps/shop/"]}' }],
  ["Yarn 1", { "package.json": '{"workspaces":{"packages":["apps/**"]}}' }],
  ["pnpm", { "pnpm-workspace.yaml": 'packages:\n  - "apps/*"\n' }],
])("a member of a workspace is installed at its root, as %s writes it", async (_, files) => {
  const { root, project } = monorepo(files as Record<string, string>);
  expect(await installRoot(project)).toBe(root);
});

test.each([
  ["is no workspace", { "package.json": "{}" }],
  ["names other folders", { "package.json": '{"workspaces":["libs/*"]}' }],
  ["leaves it out", { "package.json": '{"workspaces":["apps/*","!apps/shop"]}' }],
  ["cannot be read", { "package.json": "{", "pnpm-workspace.yaml": "packages: [" }],
  ["means something else", { "package.json": '{"workspaces":7}', "pnpm-workspace.yaml": "- 7" }],
  ["has a pattern to choke on", { "package.json": `{"workspaces":["${"*a".repeat(5000)}"]}` }],
])("a project below a folder that %s is installed in itself", async (_, files) => {
  const { project } = monorepo(files as Record<string, string>);
  expect(await installRoot(project)).toBe(project);
});

test("hoisted packages count in a workspace, and those of a stranger above do not", async () => {
  const { root, project } = monorepo({
    "node_modules/a/package.json": '{"version":"1.0.0"}',
    "apps/shop/node_modules/b/package.json": '{"version":"1.0.0","bin":{"b-tool":"cli.js"}}',
  });
  expect(await missingPackages(project, root)).toEqual([]);
  expect(await missingPackages(project, project)).toEqual(["a"]);
});

test("a program is the one of its package, whatever lies in node_modules/.bin", async () => {
  const { root, project } = monorepo({
    "node_modules/a/package.json": '{"version":"1.0.0","bin":"a.js"}',
    "node_modules/.bin/a": "#!/bin/sh\n",
    "apps/shop/node_modules/b/package.json": '{"version":"1.0.0","bin":{"b-tool":"cli.js"}}',
  });
  mkdirSync(join(project, "node_modules/.bin"), { recursive: true });
  expect(await packageProgram(project, root, "a", "a")).toBe(join(root, "node_modules/a/a.js"));
  expect(await packageProgram(project, root, "b", "b-tool")).toBe(
    join(project, "node_modules/b/cli.js"),
  );
  await expect(packageProgram(project, root, "b", "other")).rejects.toThrow(
    'The program "other" was not found',
  );
  await expect(packageProgram(project, project, "a", "a")).rejects.toThrow('no package "a"');
});
