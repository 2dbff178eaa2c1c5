import { chmodSync } from "node:fs";
import { join, relative } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { EnvironmentError } from "../../verify/environment-error.ts";
import { install } from "../../verify/install.ts";
import { runProcess } from "../../verify/run-process.ts";
import { testdir } from "../support/testdir.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** npm as on a machine without a network. */
function cutOff(): void {
  vi.stubEnv("npm_config_registry", "http://127.0.0.1:9/");
  vi.stubEnv("npm_config_fetch_retries", "0");
  vi.stubEnv("npm_config_cache", testdir());
}

describe("installing", () => {
  test("is skipped when every package is there in its exact version", async () => {
    cutOff();
    const dir = testdir({
      "package.json": '{"dependencies":{"a":"1.2.3"},"devDependencies":{"@b/c":"^2.0.0"}}',
      "node_modules/a/package.json": '{"version":"1.2.3"}',
      "node_modules/@b/c/package.json": '{"version":"2.9.0"}',
    });
    expect(await install(dir)).toEqual({ ok: true, note: "already installed" });
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
    const error = await install(dir).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EnvironmentError);
    expect((error as EnvironmentError).message).toContain("ECONNREFUSED");
    expect((error as EnvironmentError).hint).toContain("npm install");
  });
});

describe("running a program of the project", () => {
  test("finds the project's own from wherever it is called", async () => {
    const dir = testdir({ "node_modules/.bin/own-tool": "#!/bin/sh\necho mine\n" });
    chmodSync(join(dir, "node_modules/.bin/own-tool"), 0o755);
    const place = relative(process.cwd(), dir);
    expect(await runProcess(place, "own-tool", [])).toEqual({ ok: true, output: "mine" });
  });

  test("keeps both of its outputs, and how it ended", async () => {
    const dir = testdir();
    const script = "console.log('out'); console.error('err'); process.exitCode = 3";
    expect(await runProcess(dir, "node", ["-e", script])).toEqual({
      ok: false,
      output: "out\nerr",
    });
  });

  test("shortens what floods", async () => {
    const { ok, output } = await runProcess(testdir(), "node", [
      "-e",
      "console.log('x'.repeat(1e6))",
    ]);
    expect(ok).toBe(true);
    expect(output.length).toBeLessThan(10_000);
    expect(output).toContain("characters left out");
  });

  test("says which program is missing", async () => {
    const error = await runProcess(testdir(), "no-such-program", []).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(EnvironmentError);
    expect((error as EnvironmentError).message).toContain('"no-such-program"');
  });
});
