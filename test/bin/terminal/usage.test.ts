import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../../schema/package-root.ts";
import { runSpire } from "../../support/run-spire.ts";
import { testdir } from "../../support/testdir.ts";

describe("a mistyped word", () => {
  test.each([
    [["shcema"], "E_UNKNOWN_COMMAND", "schema"],
    [["new", "projct", "x"], "E_UNKNOWN_COMMAND", "project"],
    [["gen", "veiw"], "E_UNKNOWN_COMMAND", "view"],
    [["schema", "--jsno"], "E_UNKNOWN_OPTION", "--json"],
    [["gen", "--dry-rnu"], "E_UNKNOWN_OPTION", "--dry-run"],
  ])("in %j ends in exit 2, the code %s and the right one", async (args, code, meant) => {
    const { exitCode, stdout, stderr } = await runSpire(args, { cwd: testdir() });
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(`error ${code} `);
    expect(stderr).toMatch(new RegExp(`Did you mean [\`"]${meant}[\`"]`));
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test("under --json is one document on standard output and nothing else", async () => {
    const { exitCode, stdout, stderr } = await runSpire(["shcema", "--json"]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      diagnostics: [],
      error: { code: "E_UNKNOWN_COMMAND" },
    });
  });
});

describe("what is missing", () => {
  test.each([[[]], [["new"]], [["new", "project"]], [["gen", "view", "a.b"]], [["gen", "-C"]]])(
    "in %j ends in exit 2 and a sentence",
    async (args) => {
      const { exitCode, stderr } = await runSpire(args, { cwd: testdir() });
      expect(exitCode).toBe(2);
      expect(stderr).toContain("error E_BAD_ARGUMENT ");
    },
  );

  test("a project: exit 2, the folder and what to do", async () => {
    const { exitCode, stderr } = await runSpire(["gen", "-C", "."], { cwd: testdir() });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("error E_NO_PROJECT ");
    expect(stderr).toContain("hint:");
  });
});

describe("help", () => {
  test.each([
    [["--help"], ["new", "gen", "verify", "schema", "completion"]],
    [
      ["new", "--help"],
      ["project <dir>", "app <path>"],
    ],
    [
      ["new", "project", "--help"],
      ["--from", "--target", "Examples:"],
    ],
    [
      ["new", "app", "--help"],
      ["--label", "--cascade", "--model", "Examples:"],
    ],
    [
      ["gen", "--help"],
      ["--dry-run", "view <view>", "handler <handler>", "Examples:"],
    ],
    [
      ["gen", "view", "--help"],
      ["--kind", "--permission", "Examples:"],
    ],
    [
      ["gen", "model", "--help"],
      ["--field", "Examples:"],
    ],
    [
      ["gen", "handler", "--help"],
      ["--permission", "Examples:"],
    ],
    [
      ["gen", "permission", "--help"],
      ["--description", "Examples:"],
    ],
    [
      ["verify", "--help"],
      ["--json", "-C", "--quiet", "Examples:"],
    ],
    [["schema", "--help"], ["Examples:"]],
  ])("of %j names what there is", async (args, words) => {
    const { exitCode, stdout } = await runSpire(args);
    expect(exitCode).toBe(0);
    for (const word of words) expect(stdout).toContain(word);
  });

  test("does not offer what is not built yet", async () => {
    expect((await runSpire(["verify", "--help"])).stdout).not.toContain("--mutate");
  });
});

describe("completion", () => {
  test.each([
    ["/bin/bash", "complete -o bashdefault"],
    ["/usr/bin/zsh", "#compdef spire"],
    ["/usr/bin/fish", "complete -f -c spire"],
  ])("prints a script for %s", async (shell, line) => {
    const env = { SHELL: shell, ZSH_NAME: "" };
    const { exitCode, stdout } = await runSpire(["completion"], { env });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(line);
  });

  test.each([
    ["", ["new", "gen", "verify", "schema"]],
    ["gen ", ["view", "model", "handler", "permission"]],
    ["gen view --kind ", ["list", "detail", "live"]],
  ])("after `spire %s` knows what may follow", async (typed, expected) => {
    const words = ["spire", ...typed.split(" ")];
    const env = { SHELL: "/bin/bash", ZSH_NAME: "" };
    const { stdout } = await runSpire(["--get-yargs-completions", ...words], { env });
    expect(stdout.split("\n")).toEqual(expect.arrayContaining(expected));
  });
});

test("--version prints the package's version", async () => {
  const text = readFileSync(join(packageRoot, "package.json"), "utf8");
  const { version } = JSON.parse(text) as { version: string };
  expect(await runSpire(["--version"])).toMatchObject({ exitCode: 0, stdout: version });
});

test("schema prints the JSON Schema as it is, also under --quiet and --json", async () => {
  const schema = JSON.parse(
    readFileSync(join(packageRoot, "schema/manifest.schema.json"), "utf8"),
  ) as unknown;
  for (const args of [["schema"], ["schema", "--quiet"], ["schema", "--json"]]) {
    const { exitCode, stdout, stderr } = await runSpire(args);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toEqual(schema);
  }
});

test("colours are for terminals, and NO_COLOR wins over a forced one", async () => {
  const escape = "\u001b[";
  expect((await runSpire(["shcema"])).stderr).not.toContain(escape);
  expect((await runSpire(["shcema"], { env: { FORCE_COLOR: "1" } })).stderr).toContain(escape);
  const both = { FORCE_COLOR: "1", NO_COLOR: "1" };
  expect((await runSpire(["shcema"], { env: both })).stderr).not.toContain(escape);
});
