import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../../../schema/package-root.ts";
import {
  findPackage,
  installedPackages,
} from "../../../../generators/typescript/verification/installed-packages.ts";
import {
  type Machine,
  thisMachine,
  withoutNativePart,
} from "../../../../generators/typescript/verification/native-parts.ts";
import { testdir } from "../../../support/testdir.ts";

const machine = (platform: string, arch: string, libc: Machine["libc"] = null): Machine => ({
  platform,
  arch,
  libc,
});

/** As the packages of a generated project name their parts. */
const PARTS = [
  "@tool/tool-linux-x64-gnu",
  "@tool/tool-linux-x64-musl",
  "@tool/tool-linux-arm-gnueabihf",
  "@tool/tool-darwin-arm64",
  "@tool/tool-win32-x64-msvc",
];

/** Says whether a package that has `installed` lacks its part on a machine. */
async function isIncomplete(installed: string | null, on: Machine): Promise<boolean> {
  const optionalDependencies = Object.fromEntries(PARTS.map((part) => [part, "1.0.0"]));
  const dir = testdir({
    "package.json": '{"dependencies":{"tool":"1.0.0"}}',
    "node_modules/tool/package.json": JSON.stringify({ name: "tool", optionalDependencies }),
    ...(installed && { [`node_modules/${installed}/package.json`]: "{}" }),
  });
  return (await withoutNativePart(await installedPackages(dir, dir), on)).includes("tool");
}

test.each([
  [machine("linux", "x64", "gnu"), "@tool/tool-linux-x64-gnu", "@tool/tool-linux-x64-musl"],
  [machine("linux", "x64", "musl"), "@tool/tool-linux-x64-musl", "@tool/tool-linux-x64-gnu"],
  [machine("linux", "arm", "gnu"), "@tool/tool-linux-arm-gnueabihf", "@tool/tool-linux-x64-gnu"],
  [machine("darwin", "arm64"), "@tool/tool-darwin-arm64", "@tool/tool-linux-x64-gnu"],
  [machine("win32", "x64"), "@tool/tool-win32-x64-msvc", "@tool/tool-darwin-arm64"],
])("on %o a package needs %s, and %s does not do", async (on, right, wrong) => {
  expect(await isIncomplete(right, on)).toBe(false);
  expect(await isIncomplete(wrong, on)).toBe(true);
  expect(await isIncomplete(null, on)).toBe(true);
});

test("nothing is said of a machine that the package has no part for", async () => {
  expect(await isIncomplete(null, machine("plan9", "mips"))).toBe(false);
});

test.each(["@node-rs/argon2", "esbuild", "oxc-parser", "oxfmt", "oxlint", "rollup", "typescript"])(
  "%s is installed with its part for this machine, and would be missed without",
  async (name) => {
    const found = await findPackage(packageRoot, name);
    if (found === null) throw new Error(`${name} is not installed`);
    expect(await withoutNativePart([found], thisMachine())).toEqual([]);
    const alone = { ...found, dir: join(testdir(), "nowhere") };
    expect(await withoutNativePart([alone], thisMachine())).toEqual([name]);
  },
);
