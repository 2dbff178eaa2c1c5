import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, describe, expect, test, vi } from "vitest";
import { SpireError } from "../../../../schema/errors.ts";
import { install } from "../../../../generators/typescript/verification/install.ts";
import { runProgram } from "../../../../verify/run-program.ts";
import { testdir } from "../../../support/testdir.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

const toolsIn = (dir: string) => ({ dir, root: dir, runProgram });

/** npm as on a machine without a network. */
function cutOff(): void {
  vi.stubEnv("npm_config_registry", "http://127.0.0.1:9/");
  vi.stubEnv("npm_config_fetch_retries", "0");
  vi.stubEnv("npm_config_cache", testdir());
}

describe("installing", () => {
  test("is skipped when every package is there in its version", async () => {
    cutOff();
    const dir = testdir({
      "package.json": '{"dependencies":{"a":"1.2.3"},"devDependencies":{"@b/c":"^2.0.0"}}',
      "node_modules/a/package.json": '{"version":"1.2.3"}',
      "node_modules/@b/c/package.json": '{"version":"2.9.0"}',
    });
    expect(await install(toolsIn(dir))).toEqual({
      ok: true,
      note: "already installed",
      remarks: [],
    });
  });

  test.each([
    ["a package is missing", {}],
    [
      "a package is there in another version",
      { "node_modules/a/package.json": '{"version":"1.2.4"}' },
    ],
  ])("asks the registry when %s, and says when that is out of reach", async (_, files) => {
    cutOff();
    const dir = testdir({ "package.json": '{"dependencies":{"a":"1.2.3"}}', ...files });
    const error = await install(toolsIn(dir)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "E_ENVIRONMENT" });
    expect((error as SpireError).message).toContain("ECONNREFUSED");
    expect((error as SpireError).hint).toContain("npm install");
  });

  test("names the package whose compiled part is missing even after an install", async () => {
    cutOff();
    const part = `a-${process.platform}-${process.arch}`;
    const dir = testdir({
      "package.json": '{"dependencies":{"a":"file:a"}}',
      // A lock file of another system: npm believes that there is nothing more to install.
      "a/package.json": `{"name":"a","version":"1.0.0","optionalDependencies":{"${part}":"1.0.0"}}`,
      ".npmrc": "omit=optional\n",
    });
    const error = await install(toolsIn(dir)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "E_ENVIRONMENT" });
    expect((error as SpireError).message).toContain("no compiled part for this machine: a.");
  });

  test.each([
    [false, {}],
    [true, { scripts: true }],
  ])("runs scripts of packages: %s, when asked with %j", async (areRun, options) => {
    cutOff();
    const script = (file: string) => ({ postinstall: `node -e "fs.writeFileSync('${file}','')"` });
    const dir = testdir({
      "package.json": JSON.stringify({ dependencies: { a: "file:a" }, scripts: script("own") }),
      "a/package.json": '{"name":"a","version":"1.0.0"}',
      // What the project says about it does not count.
      ".npmrc": "ignore-scripts=false\n",
    });
    expect(await install(toolsIn(dir), options)).toMatchObject({ ok: true });
    expect(existsSync(join(dir, "own"))).toBe(areRun);
  });
});

test("a project's .npmrc does not choose the program that fetches from git", async () => {
  cutOff();
  const library = testdir({ "package.json": '{"name":"library","version":"1.0.0"}' });
  const git = (...args: string[]) => execa("git", args, { cwd: library });
  await git("init", "--quiet");
  await git("add", "-A");
  await git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "x");
  const dir = testdir({
    "package.json": JSON.stringify({ dependencies: { library: `git+file://${library}` } }),
    "evil.sh": `#!/bin/sh\necho > caught\necho > '${library}/caught'\nexec git "$@"\n`,
  });
  chmodSync(join(dir, "evil.sh"), 0o755);
  writeFileSync(join(dir, ".npmrc"), `git=${join(dir, "evil.sh")}\n`);
  expect(await install(toolsIn(dir))).toMatchObject({ ok: true });
  expect([dir, library].some((folder) => existsSync(join(folder, "caught")))).toBe(false);
});
