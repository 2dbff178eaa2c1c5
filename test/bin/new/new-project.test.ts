import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../../schema/package-root.ts";
import { readTree } from "../../support/read-tree.ts";
import { runSpire } from "../../support/run-spire.ts";
import { testdir } from "../../support/testdir.ts";

test("new project makes the starter project and says what to do next", async () => {
  const cwd = testdir();
  const { exitCode, stdout, stderr } = await runSpire(["new", "project", "My Shop 2"], { cwd });
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/Wrote \d+ files/);
  expect(stdout).toContain("cd 'My Shop 2' && npm install && npm run dev");
  expect(stdout).toMatch(/node \S+spire\.js verify -C 'My Shop 2'/);
  const tree = readTree(join(cwd, "My Shop 2"));
  expect(tree["spire.yaml"]).toContain("name: my-shop-2\n");
  expect(Object.keys(tree)).toEqual(
    expect.arrayContaining([
      "package.json",
      "src/apps/notes/views/list.ts",
      "migrations/meta/_journal.json",
    ]),
  );
});

test("new project --from takes the example's manifest as it is", async () => {
  const cwd = testdir();
  const { exitCode } = await runSpire(["new", "project", "x", "--from", "team"], { cwd });
  expect(exitCode).toBe(0);
  expect(readFileSync(join(cwd, "x/spire.yaml"), "utf8")).toBe(
    readFileSync(join(packageRoot, "examples/team/spire.yaml"), "utf8"),
  );
});

test("new project takes an absolute folder as it is", async () => {
  const dir = join(testdir(), "x");
  const { exitCode, stdout } = await runSpire(["new", "project", dir]);
  expect(exitCode).toBe(0);
  expect(stdout.endsWith(`verify -C ${dir}`)).toBe(true);
});

test("new project -C makes the folder inside the named one", async () => {
  const cwd = testdir({ "sub/keep.txt": "" });
  const { exitCode, stdout } = await runSpire(["new", "project", "x", "-C", "sub"], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("cd sub/x &&");
  expect(existsSync(join(cwd, "sub/x/spire.yaml"))).toBe(true);
});

describe("new project refuses", () => {
  test("a folder that is not empty, and leaves it alone", async () => {
    const cwd = testdir({ "x/mine.txt": "mine" });
    const { exitCode, stderr } = await runSpire(["new", "project", "x"], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("error E_FOLDER_NOT_EMPTY ");
    expect(readTree(cwd)).toEqual({ "x/mine.txt": "mine" });
  });

  test("a file", async () => {
    const cwd = testdir({ x: "mine" });
    const { exitCode } = await runSpire(["new", "project", "x"], { cwd });
    expect(exitCode).toBe(2);
    expect(readTree(cwd)).toEqual({ x: "mine" });
  });

  test("an unknown example, with the nearest name", async () => {
    const cwd = testdir();
    const args = ["new", "project", "x", "--from", "warehose"];
    const { exitCode, stderr } = await runSpire(args, { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Did you mean `warehouse`?");
    expect(readdirSync(cwd)).toEqual([]);
  });

  test("an unknown target, and says which there are", async () => {
    const cwd = testdir();
    const { exitCode, stderr } = await runSpire(["new", "project", "x", "--target", "rails"], {
      cwd,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("typescript");
    expect(readdirSync(cwd)).toEqual([]);
  });
});
