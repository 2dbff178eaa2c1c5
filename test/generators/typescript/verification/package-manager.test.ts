import { expect, test } from "vitest";
import { SpireError } from "../../../../schema/errors.ts";
import { packageManager } from "../../../../generators/typescript/verification/package-manager.ts";
import { testdir } from "../../../support/testdir.ts";

const BERRY_LOCK = "__metadata:\n  version: 8\n";
const NODE_MODULES = { ".yarnrc.yml": "nodeLinker: node-modules\n" };

const named = (packageManager: unknown) => ({ "package.json": JSON.stringify({ packageManager }) });

test.each([
  ["npm", "nothing says so", {}],
  ["npm", "its lock file says so", { "package-lock.json": "{}" }],
  [
    "npm",
    "package.json says so, whatever else is there",
    { ...named("npm@11.0.0"), "yarn.lock": "" },
  ],
  ["pnpm", "its lock file says so", { "pnpm-lock.yaml": "" }],
  ["pnpm", "package.json says so", named("pnpm@10.1.0+sha512.abc")],
  ["yarn 1", "its lock file says so", { "yarn.lock": "# yarn lockfile v1\n" }],
  ["yarn 1", "package.json says so", named("yarn@1.22.22")],
  ["yarn", "its lock file says so", { "yarn.lock": BERRY_LOCK, ...NODE_MODULES }],
  ["yarn", "package.json says so", { ...named("yarn@4.9.1"), ...NODE_MODULES }],
])("a project is installed with %s when %s", async (name, _, files) => {
  expect(await packageManager(testdir(files), false)).toMatchObject({ name });
});

test.each([
  ["bun by its lock file", { "bun.lock": "" }, "cannot install with bun"],
  ["bun by name", named("bun@1.2.0"), "cannot install with bun"],
  ["a name of Object's own", named("constructor@1.0.0"), "cannot install with constructor"],
  ["what is no name", named("../evil"), 'is not a name and a version: "../evil"'],
  ["Plug'n'Play", { "yarn.lock": BERRY_LOCK }, "Plug'n'Play"],
  [
    "Plug'n'Play by name",
    { ...named("yarn@4.9.1"), ".yarnrc.yml": "nodeLinker: pnp" },
    "Plug'n'Play",
  ],
  ["two lock files", { "yarn.lock": "", "package-lock.json": "" }, "package-lock.json, yarn.lock"],
])("%s is refused with a sentence and what to do", async (_, files, words) => {
  const error = await packageManager(testdir(files), false).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "E_ENVIRONMENT" });
  expect((error as SpireError).message).toContain(words);
  expect((error as SpireError).hint).not.toBe("");
});

test("Yarn's plugins, which are code, are loaded only when that was asked for", async () => {
  const settings = `${NODE_MODULES[".yarnrc.yml"]}plugins:\n  - ./evil.cjs\n`;
  const dir = testdir({ "yarn.lock": BERRY_LOCK, ".yarnrc.yml": settings });
  await expect(packageManager(dir, false)).rejects.toThrow("has plugins, which are code");
  expect(await packageManager(dir, true)).toMatchObject({ name: "yarn" });
});
