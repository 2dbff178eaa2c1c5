import { delimiter } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { SpireError } from "../../schema/errors.ts";
import type { Program } from "../../generators/verifier.ts";
import { runProgram } from "../../verify/run-program.ts";
import { testdir } from "../support/testdir.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("running a program", () => {
  const program = (command: string, ...args: string[]): Program => {
    const dir = testdir();
    return { purpose: "check", command, args, dir, root: dir, path: [] };
  };
  const node = (script: string) => program(process.execPath, "-e", script);

  test("keeps both of its outputs, and how it ended", async () => {
    const script = "console.log('out'); console.error('err'); process.exitCode = 3";
    expect(await runProgram(node(script))).toEqual({ ok: false, output: "out\nerr" });
  });

  test("shortens what floods", async () => {
    const { ok, output } = await runProgram(node("console.log('x'.repeat(1e6))"));
    expect(ok).toBe(true);
    expect(output.length).toBeLessThan(10_000);
    expect(output).toContain("characters left out");
  });

  test("shows it no more of the person's environment than it needs, and its own PATH", async () => {
    vi.stubEnv("SECRET_TOKEN", "t0p");
    vi.stubEnv("REGISTRY", "http://registry.example");
    const script = "console.log(JSON.stringify(process.env))";
    const asked = { path: ["/first"], passed: ["REGISTRY"], env: { OWN: "1" } };
    const { output } = await runProgram({ ...node(script), ...asked });
    const env = JSON.parse(output) as Record<string, string>;
    expect(env).toMatchObject({ REGISTRY: "http://registry.example", OWN: "1", NO_COLOR: "1" });
    expect(env["PATH"]?.split(delimiter)[0]).toBe("/first");
    expect(Object.keys(env)).not.toContain("SECRET_TOKEN");
  });

  test("says which program is missing", async () => {
    const error = await runProgram(program("no-such-program")).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "E_ENVIRONMENT" });
    expect((error as SpireError).message).toContain('"no-such-program"');
  });
});
